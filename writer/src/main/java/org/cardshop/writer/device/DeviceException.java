package org.cardshop.writer.device;

import java.io.IOException;

/// A Linux call on a device or file failed. The message is a sentence for the person at the bench.
public final class DeviceException extends IOException {
  private static final long serialVersionUID = 1L;

  private final int errno;

  DeviceException(String what, int errno) {
    super(what + ": " + Errno.sentence(errno) + " (errno " + errno + ")");
    this.errno = errno;
  }

  /// Whether the call failed because there is no device or no medium in it (any more).
  public boolean isGone() {
    return errno == Errno.ENOENT
        || errno == Errno.ENXIO
        || errno == Errno.ENODEV
        || errno == Errno.ENOMEDIUM;
  }

  boolean isUnsupported() {
    return errno == Errno.EOPNOTSUPP || errno == Errno.EINVAL || errno == Errno.ENOTTY;
  }
}
