package org.cardshop.writer.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.cardshop.writer.device.BlockNode;
import org.cardshop.writer.device.DeviceException;
import org.cardshop.writer.device.Stat;

/// What the running system uses: mounted file systems and swap, each with every device that it
/// rests on, down to whole disks through partitions, RAID, device mapper and loop devices.
///
/// @param entries what is in use and what it rests on
record Usage(List<Entry> entries) {
  /// @param what completes the sentence "it …"
  record Entry(String what, Set<BlockNode> devices, Optional<Stat> file) {}

  static Usage ofThisSystem() throws IOException {
    var entries = new ArrayList<Entry>();
    for (var mount : mounts(Files.readString(Path.of("/proc/self/mountinfo")))) {
      var devices = new HashSet<>(below(mount.device));
      // File systems of several devices have a number of their own and name one as their source.
      if (mount.source.startsWith("/dev/") && Files.exists(Path.of(mount.source))) {
        devices.addAll(below(Stat.of(Path.of(mount.source)).device()));
      }
      var what = "is mounted at " + mount.at + " or carries what is; unmount it first.";
      entries.add(new Entry(what, Set.copyOf(devices), Optional.empty()));
    }
    for (var path : swaps(Files.readString(Path.of("/proc/swaps")))) {
      entries.add(fileOrDevice(path, "is used as swap; run swapoff first."));
    }
    for (var loop : loops()) {
      entries.add(fileOrDevice(loop.backing, "is attached as " + loop.name + "; detach it first."));
    }
    return new Usage(List.copyOf(entries));
  }

  /// Why the whole disk cannot be written.
  List<String> of(BlockNode disk) throws IOException {
    var reasons = new ArrayList<String>();
    for (var entry : entries) {
      if (entry.devices.contains(disk)) {
        reasons.add(entry.what);
      }
    }
    var parts = new ArrayList<>(disk.partitions());
    parts.add(disk);
    for (var part : parts) {
      for (var holder : part.holders()) {
        reasons.add("is part of " + holder.name() + "; stop that first.");
      }
    }
    return reasons.stream().distinct().toList();
  }

  /// Why the file cannot be written.
  List<String> of(Stat file) {
    return entries.stream()
        .filter(e -> e.file.filter(file::isSameFile).isPresent())
        .map(Entry::what)
        .toList();
  }

  record Mount(BlockNode device, String at, String source) {}

  /// Reads `/proc/self/mountinfo`, proc(5).
  static List<Mount> mounts(String text) {
    return text.lines()
        .map(line -> {
          var fields = line.split(" ", -1);
          int dash = List.of(fields).indexOf("-");
          return new Mount(BlockNode.parse(fields[2]), plain(fields[4]), plain(fields[dash + 2]));
        })
        .toList();
  }

  /// Reads `/proc/swaps`: a heading, then a path a line.
  static List<Path> swaps(String text) {
    return text.lines().skip(1).map(line -> Path.of(plain(line.split("\\s", 2)[0]))).toList();
  }

  private record Loop(String name, Path backing) {}

  private static List<Loop> loops() throws IOException {
    var loops = new ArrayList<Loop>();
    try (var entries = Files.newDirectoryStream(Path.of("/sys/block"), "loop*")) {
      for (var entry : entries) {
        var file = entry.resolve("loop/backing_file");
        if (Files.exists(file)) {
          loops.add(
              new Loop("/dev/" + entry.getFileName(), Path.of(Files.readString(file).strip())));
        }
      }
    }
    return loops;
  }

  private static Entry fileOrDevice(Path path, String what) throws IOException {
    try {
      var stat = Stat.of(path);
      return stat.isBlockDevice()
          ? new Entry(what, below(stat.device()), Optional.empty())
          : new Entry(what, below(stat.fileSystem()), Optional.of(stat));
    } catch (DeviceException e) {
      if (!e.isGone()) {
        throw e;
      }
      // Deleted while in use: no path leads to it any more, so no target can be it.
      return new Entry(what, Set.of(), Optional.empty());
    }
  }

  private static Set<BlockNode> below(BlockNode device) throws IOException {
    var found = new HashSet<BlockNode>();
    below(device, found);
    return Set.copyOf(found);
  }

  private static void below(BlockNode device, Set<BlockNode> found) throws IOException {
    if (!found.add(device)) {
      return;
    }
    below(device.disk(), found);
    for (var slave : device.slaves()) {
      below(slave, found);
    }
    var backing = device.attribute("loop/backing_file").map(Path::of);
    if (backing.isPresent() && Files.exists(backing.get())) {
      var stat = Stat.of(backing.get());
      below(stat.isBlockDevice() ? stat.device() : stat.fileSystem(), found);
    }
  }

  /// Undoes the kernel's octal escapes of blanks and backslashes in paths.
  private static String plain(String escaped) {
    return escaped
        .replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
