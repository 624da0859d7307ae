package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.cardshop.core.image.Sha256;

/// What tells one state of a file from the next without reading it. Times have the resolution of
/// the file system, nanoseconds on Linux.
///
/// @param changed when anything about the file was changed, its number of links included
record FileVersion(long device, long inode, long size, FileTime modified, FileTime changed) {
  /// The kernel stamps files by a clock that may tick as rarely as this: two writes within one tick
  /// look like one.
  private static final Duration TICK = Duration.ofMillis(20);

  /// @throws IOException with a sentence when it is no file that can be read
  static FileVersion of(Path file) throws IOException {
    try {
      var is = Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime,isRegularFile");
      if (!(boolean) of(is, "isRegularFile") || !Files.isReadable(file)) {
        throw new IOException(file + " is not a file that can be read");
      }
      return new FileVersion(
          (long) of(is, "dev"),
          (long) of(is, "ino"),
          (long) of(is, "size"),
          (FileTime) of(is, "lastModifiedTime"),
          (FileTime) of(is, "ctime"));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }

  private static Object of(Map<String, Object> attributes, String name) {
    return Objects.requireNonNull(attributes.get(name));
  }

  /// The version of a file that others may write to: waits out a tick in which it was changed.
  static FileVersion settled(Path file) throws IOException, InterruptedException {
    var version = of(file);
    var age = Duration.between(version.changed.toInstant(), Instant.now());
    if (!age.isNegative() && age.compareTo(TICK) < 0) {
      Thread.sleep(TICK.minus(age));
      return of(file);
    }
    return version;
  }

  /// Whether the bytes are the same, whatever became of the file's names.
  boolean hasBytesOf(FileVersion other) {
    return device == other.device
        && inode == other.inode
        && size == other.size
        && modified.equals(other.modified);
  }

  /// Stands for the file's bytes at this version.
  Sha256 identity(Path file) {
    var text =
        String.join(
            " ",
            "file",
            String.valueOf(device),
            String.valueOf(inode),
            String.valueOf(size),
            String.valueOf(modified.to(TimeUnit.NANOSECONDS)),
            String.valueOf(changed.to(TimeUnit.NANOSECONDS)),
            file.toAbsolutePath().toString());
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
