package org.cardshop.helper;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A device of this host that cards may be in, as the kernel shows it (Linux, `sysfs(5)`).
///
/// @param name the kernel's, such as `sda`; another at each start
/// @param path under `/dev/disk/by-path`, which names the socket; empty when it has none
/// @param bytes capacity of the medium; 0 without one
/// @param isRemovable the kernel calls it removable
/// @param model maker and model
record Reader(String name, Optional<Path> path, long bytes, boolean isRemovable, String model) {
  private static final int SECTOR = 512;

  /// All block devices that are backed by hardware, by name.
  ///
  /// @param sys usually `/sys/block`
  /// @param byPath usually `/dev/disk/by-path`
  static List<Reader> all(Path sys, Path byPath) throws IOException {
    try (var devices = Files.list(sys)) {
      var readers = new ArrayList<Reader>();
      for (var device : devices.sorted().toList()) {
        if (Files.exists(device.resolve("device"))) {
          readers.add(of(device, byPath));
        }
      }
      return readers;
    }
  }

  private static Reader of(Path device, Path byPath) throws IOException {
    var name = String.valueOf(device.getFileName());
    var vendor = text(device.resolve("device/vendor"));
    var model = text(device.resolve("device/model"));
    return new Reader(
        name,
        socket(name, byPath),
        Long.parseLong("0" + text(device.resolve("size"))) * SECTOR,
        text(device.resolve("removable")).equals("1"),
        (vendor + " " + model).strip());
  }

  private static Optional<Path> socket(String name, Path byPath) throws IOException {
    if (!Files.isDirectory(byPath)) {
      return Optional.empty();
    }
    try (var links = Files.list(byPath)) {
      for (var link : links.sorted().toList()) {
        if (link.toRealPath().endsWith(name)) {
          return Optional.of(link);
        }
      }
    }
    return Optional.empty();
  }

  private static String text(Path file) throws IOException {
    return Files.exists(file) ? Files.readString(file).strip() : "";
  }
}
