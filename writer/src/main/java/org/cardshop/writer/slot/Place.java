package org.cardshop.writer.slot;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.cardshop.platform.recipe.ByteSize;
import org.cardshop.writer.device.BlockDevice;
import org.cardshop.writer.device.DeviceException;
import org.cardshop.writer.device.PlainFile;
import org.cardshop.writer.slot.Look.Empty;
import org.cardshop.writer.slot.Look.Medium;

/// Where a card can be: a reader behind a device path that stays the same, or a file that plays a
/// card.
public sealed interface Place {
  /// What comes before the capacity of a file.
  String SIZE = "?size=";

  Path path();

  /// What is there now. Quick, harmless while a card is written, made to be called again and again.
  Look look() throws IOException;

  /// Makes ready what can be made ready, once at the start.
  void prepare() throws IOException;

  /// @param path of the device, best one under `/dev/disk/by-path`, which names the socket
  record Block(Path path) implements Place {
    /// A reader without a card has no medium, no size, or no device at all.
    @Override
    public Look look() throws IOException {
      try (var device = BlockDevice.openToRead(path)) {
        return device.size() == 0
            ? new Empty()
            : new Medium(device.medium(), device.size(), device.details());
      } catch (DeviceException e) {
        if (e.isGone()) {
          return new Empty();
        }
        throw e;
      }
    }

    @Override
    public void prepare() {}

    @Override
    public String toString() {
      return path.toString();
    }
  }

  /// @param capacity makes the file in this size when it does not exist at the start
  record File(Path path, OptionalLong capacity) implements Place {
    @Override
    public Look look() throws IOException {
      try (var file = PlainFile.openToRead(path)) {
        return new Medium(file.medium(), file.size(), "file " + path);
      } catch (DeviceException e) {
        if (e.isGone()) {
          return new Empty();
        }
        throw e;
      }
    }

    @Override
    public void prepare() throws IOException {
      if (capacity.isPresent() && !Files.exists(path)) {
        try (var file = new RandomAccessFile(path.toFile(), "rw")) {
          file.setLength(capacity.getAsLong());
        }
      }
    }

    @Override
    public String toString() {
      return "file:" + path;
    }
  }

  /// Reads `/dev/…`, `file:/…` or `file:/…?size=16GB`.
  ///
  /// @throws IllegalArgumentException with a sentence that says what is wrong
  static Place parse(String text) {
    if (text.startsWith("/dev/")) {
      return new Block(Path.of(text));
    }
    if (!text.startsWith("file:/")) {
      throw new IllegalArgumentException(
          "a place is a device, /dev/disk/by-path/…, or a file, file:/some/path?size=16GB; not: "
              + text);
    }
    int mark = text.lastIndexOf(SIZE);
    if (mark < 0) {
      return new File(Path.of(text.substring("file:".length())), OptionalLong.empty());
    }
    var capacity = ByteSize.parse(text.substring(mark + SIZE.length()));
    if (capacity.isEmpty()) {
      throw new IllegalArgumentException(
          "a card's size is written like 16GB, 8G or 8GiB; not as in: " + text);
    }
    return new File(Path.of(text.substring("file:".length(), mark)), capacity);
  }
}
