package org.cardshop.creator.archive;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.tar.TarFile;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.layout.Tree.Node;

/// Looks into a tar file (POSIX.1-2017 pax, ustar, GNU): its members become nodes of a tree whose
/// contents are slices of the file, so nothing is unpacked.
final class TarIndex {
  /// Each takes memory here and an inode on the card.
  private static final int MAX_MEMBERS = 1_000_000;

  private static final Node FOLDER = new Node.Folder();
  private static final int OWNER_MAY_EXECUTE = 0100;

  private final FileContent tar;
  private final String to;
  private final Bound bound;
  private final Map<String, Node> nodes = new LinkedHashMap<>();
  private final Map<String, String> hardLinks = new LinkedHashMap<>();

  private TarIndex(FileContent tar, String to, Bound bound) {
    this.tar = tar;
    this.to = to;
    this.bound = bound;
  }

  /// @param to the archive's target below `/data/`
  /// @return nodes by path below `/data/`, folders that are members included
  /// @throws ArchiveException with a sentence about the archive
  static Map<String, Node> nodes(FileContent tar, String to, Bound bound) throws IOException {
    var index = new TarIndex(tar, to, bound);
    for (var entry : entries(tar)) {
      index.add(entry);
    }
    index.resolveHardLinks();
    tar.requireUnchanged();
    return index.nodes;
  }

  /// Whether all members lie in the file as they are: GNU tar can leave out their holes.
  static boolean isPlain(FileContent tar) throws IOException {
    return entries(tar).stream().noneMatch(TarArchiveEntry::isSparse);
  }

  private static List<TarArchiveEntry> entries(FileContent tar) throws IOException {
    try (var channel = FileChannel.open(tar.path());
        var file =
            new TarFile(
                channel,
                TarConstants.DEFAULT_BLKSIZE,
                TarConstants.DEFAULT_RCDSIZE,
                "UTF-8",
                false)) {
      var entries = file.getEntries();
      if (entries.isEmpty() && !isBlank(tar)) {
        throw new ArchiveException("is no tar archive");
      }
      return entries;
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      throw new ArchiveException("is no whole tar archive: " + e.getMessage(), e);
    }
  }

  /// An empty archive is two blocks of zeros or more.
  private static boolean isBlank(FileContent tar) throws IOException {
    var block = java.nio.ByteBuffer.allocate((int) Math.min(512, tar.size()));
    tar.read(0, block);
    for (byte b : block.array()) {
      if (b != 0) {
        return false;
      }
    }
    return block.capacity() > 0;
  }

  private void add(TarArchiveEntry entry) throws ArchiveException {
    if (entry.isGlobalPaxHeader() || entry.isPaxHeader() || Litter.holds(entry.getName())) {
      return;
    }
    var path = Member.below(to, entry.getName());
    if (entry.isDirectory()) {
      if (!path.isEmpty() && !(nodes.getOrDefault(path, FOLDER) instanceof Node.Folder)) {
        throw twice(path);
      }
      put(path, FOLDER);
    } else if (path.isEmpty()) {
      throw new ArchiveException("holds a file without a name");
    } else if (nodes.containsKey(path) || hardLinks.containsKey(path)) {
      throw twice(path);
    } else if (entry.isSymbolicLink()) {
      Member.requireLinkWithin(to, path, entry.getLinkName());
      put(path, new Node.Link(entry.getLinkName()));
    } else if (entry.isLink()) {
      hardLinks.put(path, Member.below(to, entry.getLinkName()));
    } else if (isFile(entry)) {
      put(path, file(entry));
    } else {
      throw new ArchiveException(
          "holds '" + entry.getName() + "', which is a device or the like; only files can be used");
    }
  }

  private Node.File file(TarArchiveEntry entry) throws ArchiveException {
    bound.add(entry.getSize());
    if (entry.getDataOffset() + entry.getSize() > tar.size()) {
      throw new ArchiveException("ends inside '" + entry.getName() + "'; it was cut short");
    }
    var content = Slice.of(tar, entry.getDataOffset(), entry.getSize());
    return new Node.File(content, (entry.getMode() & OWNER_MAY_EXECUTE) != 0);
  }

  /// What the library calls a file may be a device.
  private static boolean isFile(TarArchiveEntry entry) {
    return switch (entry.getLinkFlag()) {
      case TarConstants.LF_OLDNORM, TarConstants.LF_NORMAL, TarConstants.LF_CONTIG -> true;
      default -> false;
    };
  }

  private void put(String path, Node node) throws ArchiveException {
    if (!path.isEmpty()) {
      nodes.put(path, node);
    }
    if (nodes.size() + hardLinks.size() > MAX_MEMBERS) {
      throw new ArchiveException("holds more than " + MAX_MEMBERS + " files");
    }
  }

  /// A hard link names another member, which on a card is a second file of the same content.
  private void resolveHardLinks() throws ArchiveException {
    var resolved = new HashMap<String, Node.File>();
    for (var link : hardLinks.entrySet()) {
      var target = link.getValue();
      for (int i = 0; hardLinks.containsKey(target) && i < hardLinks.size(); i++) {
        target = hardLinks.getOrDefault(target, target);
      }
      if (!(nodes.get(target) instanceof Node.File file)) {
        throw new ArchiveException(
            "holds a hard link '"
                + link.getKey()
                + "' to '"
                + target
                + "', which it does not hold");
      }
      resolved.put(link.getKey(), file);
    }
    nodes.putAll(resolved);
  }

  private static ArchiveException twice(String path) {
    return new ArchiveException("holds '" + path + "' twice; pack it anew");
  }
}
