package org.cardshop.writer.device;

/// The error numbers of Linux that a card can cause, and what a person should make of them.
final class Errno {
  static final int EPERM = 1;
  static final int ENOENT = 2;
  static final int EINTR = 4;
  static final int EIO = 5;
  static final int ENXIO = 6;
  static final int EAGAIN = 11;
  static final int EACCES = 13;
  static final int EBUSY = 16;
  static final int ENODEV = 19;
  static final int EINVAL = 22;
  static final int EFBIG = 27;
  static final int ENOTTY = 25;
  static final int ENOSPC = 28;
  static final int EROFS = 30;
  static final int ENODATA = 61;
  static final int EOPNOTSUPP = 95;
  static final int ETIMEDOUT = 110;
  static final int EREMOTEIO = 121;
  static final int ENOMEDIUM = 123;

  private Errno() {}

  static String sentence(int errno) {
    return switch (errno) {
      case EPERM, EACCES -> "it is not permitted; run as root or as a member of the group 'disk'";
      case ENOENT -> "it does not exist";
      case EIO, EREMOTEIO, ENODATA ->
          "the medium reports an input/output error; it is worn out or badly seated";
      case ENXIO, ENODEV -> "the device is gone; was it unplugged?";
      case EAGAIN, EBUSY -> "something else holds it; unmount it or stop the other program";
      case EINVAL -> "the kernel refuses the request as invalid";
      case EFBIG, ENOSPC -> "there is no room left";
      case EROFS -> "it is write-protected";
      case EOPNOTSUPP, ENOTTY -> "the device cannot do this";
      case ETIMEDOUT -> "the device did not answer in time";
      case ENOMEDIUM -> "there is no medium in the reader";
      default -> "the kernel reports error " + errno;
    };
  }
}
