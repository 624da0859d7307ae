package org.cardshop.writer.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// A block device as sysfs shows it, by its number: what it is called, what it is part of, what
/// lies under and over it. A number that sysfs does not know (an in-memory file system's) has no
/// relations.
public record BlockNode(int major, int minor) {

  /// Reads `major:minor` as the kernel prints it.
  public static BlockNode parse(String text) {
    var parts = text.strip().split(":", -1);
    return new BlockNode(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
  }

  /// The kernel's name, as in `/sys/block`; the number when there is none.
  public String name() throws IOException {
    return isKnown() ? String.valueOf(sys().toRealPath().getFileName()) : toString();
  }

  public boolean isPartition() {
    return Files.exists(sys().resolve("partition"));
  }

  /// The whole device that this is a partition of, or this itself.
  public BlockNode disk() throws IOException {
    return isPartition() ? parse(Files.readString(sys().toRealPath().resolveSibling("dev"))) : this;
  }

  /// An attribute of the device, when it is there and not blank.
  public Optional<String> attribute(String path) throws IOException {
    var file = sys().resolve(path);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    return Optional.of(Files.readString(file).strip()).filter(Predicate.not(String::isEmpty));
  }

  /// The first of the attributes that is there.
  public Optional<String> firstAttribute(String... paths) throws IOException {
    for (var path : paths) {
      var value = attribute(path);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  public List<BlockNode> partitions() throws IOException {
    return nodes(sys(), entry -> Files.exists(entry.resolve("partition")));
  }

  /// The devices that this one is put together from (device mapper, RAID).
  public List<BlockNode> slaves() throws IOException {
    return nodes(sys().resolve("slaves"), _ -> true);
  }

  /// The devices that are put together from this one.
  public List<BlockNode> holders() throws IOException {
    return nodes(sys().resolve("holders"), _ -> true);
  }

  @Override
  public String toString() {
    return major + ":" + minor;
  }

  private boolean isKnown() {
    return Files.exists(sys());
  }

  private Path sys() {
    return Path.of("/sys/dev/block", toString());
  }

  private static List<BlockNode> nodes(Path directory, Predicate<Path> which) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(directory)) {
      var nodes = new ArrayList<BlockNode>();
      for (var entry : entries.filter(which).sorted().toList()) {
        nodes.add(parse(Files.readString(entry.resolve("dev"))));
      }
      return List.copyOf(nodes);
    }
  }
}
