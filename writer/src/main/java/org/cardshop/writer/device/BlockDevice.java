package org.cardshop.writer.device;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A whole block device, always opened for direct I/O.
public final class BlockDevice implements Device {
  private final int fd;
  private final String name;
  private final BlockNode node;
  private final long size;
  private final int block;

  private BlockDevice(Path path, int flags) throws DeviceException {
    name = path.toString();
    fd = Linux.open(path, flags | Linux.O_DIRECT);
    try {
      node = Stat.of(fd).device();
      size = ask("cannot ask the size of " + name, Linux.BLKGETSIZE64);
      block = (int) ask("cannot ask the block size of " + name, Linux.BLKSSZGET);
    } catch (DeviceException | RuntimeException e) {
      Linux.close(fd);
      throw e;
    }
  }

  /// For reading only; whoever else uses the device does not matter.
  public static BlockDevice openToRead(Path path) throws DeviceException {
    return new BlockDevice(path, Linux.O_RDONLY);
  }

  /// For writing, with the kernel's exclusive claim on the device and its partitions: fails while
  /// any of them is mounted or claimed, and keeps others from doing so. There is no fallback.
  public static BlockDevice openToWrite(Path path) throws DeviceException {
    return new BlockDevice(path, Linux.O_RDWR | Linux.O_EXCL);
  }

  public BlockNode node() {
    return node;
  }

  public boolean isReadOnly() throws DeviceException {
    return ask("cannot ask whether " + name + " is write-protected", Linux.BLKROGET) != 0;
  }

  @Override
  public Optional<String> serial() throws IOException {
    return node.firstAttribute("device/cid", "device/serial", "serial", "device/wwid", "wwid");
  }

  @Override
  public String details() throws IOException {
    var vendor = node.firstAttribute("device/vendor", "device/manfid");
    var model = node.firstAttribute("device/model", "device/name", "loop/backing_file");
    return Stream.concat(vendor.stream(), model.stream()).collect(Collectors.joining(" "));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int block() {
    return block;
  }

  /// From the boot (sequence numbers start again), the disk sequence number (rises with every
  /// medium that is put in), the card's own serial where the reader tells it, and the size.
  @Override
  public MediumId medium() throws IOException {
    var boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).substring(0, 8);
    var serial = serial().map(text -> "-" + text.replaceAll("[^A-Za-z0-9]+", ".")).orElse("");
    long sequence = ask("cannot ask the sequence number of " + name, Linux.BLKGETDISKSEQ);
    long sizeNow = ask("cannot ask the size of " + name, Linux.BLKGETSIZE64);
    return new MediumId("dev-" + boot + "-" + sequence + "-" + sizeNow + serial);
  }

  @Override
  public void read(long offset, MemorySegment into) throws DeviceException {
    Linux.read(fd, name, offset, into);
  }

  @Override
  public void write(long offset, MemorySegment bytes) throws DeviceException {
    Linux.write(fd, name, offset, bytes);
  }

  @Override
  public void zero(long offset, long length) throws DeviceException {
    try {
      range("cannot zero " + name + " at byte ", Linux.BLKZEROOUT, offset, length);
    } catch (DeviceException e) {
      if (!e.isUnsupported()) {
        throw e;
      }
      Zeros.write(this, offset, length);
    }
  }

  @Override
  public long discardUnit() throws IOException {
    var most = node.attribute("queue/discard_max_bytes").map(Long::parseLong).orElse(0L);
    var unit = node.attribute("queue/discard_granularity").map(Long::parseLong).orElse(0L);
    return most == 0 ? 0 : Math.max(unit, block);
  }

  @Override
  public void discard(long offset, long length) throws DeviceException {
    range("cannot discard of " + name + " from byte ", Linux.BLKDISCARD, offset, length);
  }

  @Override
  public void settle() throws IOException {
    Linux.fdatasync(fd, name);
    Linux.ioctl(fd, "cannot drop the buffers of " + name, Linux.BLKFLSBUF, MemorySegment.NULL);
    forget();
  }

  /// Direct reads pass the device's own buffers by; but under a loop device that does not read
  /// directly itself there are those of the file or device that it stands for.
  @Override
  public void forget() throws IOException {
    if (node.attribute("loop/dio").equals(Optional.of("0"))) {
      var backing = node.attribute("loop/backing_file").orElseThrow();
      int under = Linux.open(Path.of(backing), Linux.O_RDONLY);
      try {
        Linux.fdatasync(under, backing);
        Linux.fadvise(under, backing, Linux.FADV_DONTNEED);
      } finally {
        Linux.close(under);
      }
    }
  }

  /// Has the kernel read the partition table again. A device without partitions cannot, and need
  /// not: the card's bytes are proved without it.
  @Override
  public void publish() throws DeviceException {
    try {
      Linux.ioctl(fd, "cannot read the partitions of " + name, Linux.BLKRRPART, MemorySegment.NULL);
    } catch (DeviceException e) {
      if (!e.isUnsupported()) {
        throw e;
      }
    }
  }

  @Override
  public void close() throws DeviceException {
    Linux.close(fd);
  }

  private void range(String what, long request, long offset, long length) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var range = arena.allocate(2 * Long.BYTES, Long.BYTES);
      range.set(JAVA_LONG, 0, offset);
      range.set(JAVA_LONG, Long.BYTES, length);
      Linux.ioctl(fd, what + offset, request, range);
    }
  }

  private long ask(String what, long request) throws DeviceException {
    try (var arena = Arena.ofConfined()) {
      var answer = arena.allocate(Long.BYTES, Long.BYTES);
      Linux.ioctl(fd, what, request, answer);
      boolean isInt = request == Linux.BLKSSZGET || request == Linux.BLKROGET;
      return isInt ? answer.get(JAVA_INT, 0) : answer.get(JAVA_LONG, 0);
    }
  }
}
