package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;
import org.cardshop.layout.ext4.FileSystem;
import org.cardshop.layout.ext4.Inode;
import org.cardshop.layout.ext4.Name;

/// Lays a tree out as an ext4 file system. The same arguments give the same bytes; contents are
/// named, not read.
public final class Ext4Layout {
  /// The time of everything in the file system.
  private static final Instant TIME = Instant.parse("2025-01-01T00:00:00Z");

  private static final String LOST_AND_FOUND = "lost+found";

  /// In the order of their numbers.
  private final List<Inode> inodes = new ArrayList<>();

  private final Map<String, Inode.Folder> folders = new HashMap<>();

  private Ext4Layout(Tree tree) throws LayoutException {
    int root = Inode.ROOT;
    put("", new Inode.Folder(root, root, 0755, 0, new ArrayList<>()));
    int number = Inode.LOST_AND_FOUND;
    // Room for what a repair finds without having to grow the folder.
    var found = new Inode.Folder(number, root, 0700, 3, new ArrayList<>());
    put(LOST_AND_FOUND, found);
    for (var entry : tree.nodes().entrySet()) {
      if (entry.getKey().equals(LOST_AND_FOUND)) {
        throw new LayoutException(
            LOST_AND_FOUND + " is a folder of the file system itself; choose another name");
      }
      number++;
      put(entry.getKey(), inode(number, entry.getKey(), entry.getValue()));
    }
    for (var folder : folders.entrySet()) {
      if (!folder.getValue().isPossible()) {
        throw new LayoutException(
            "the folder " + folder.getKey() + " has too many names; spread them over several");
      }
    }
  }

  /// @param partition in the image
  /// @param label by which the file system is found, at most 16 bytes
  /// @return ascending pieces of the image that cover the partition
  /// @throws LayoutException when the partition is too small, or a name cannot be
  public static List<Piece> of(Span partition, String label, UUID uuid, Tree tree)
      throws LayoutException {
    if (encoded(label, label).remaining() > FileSystem.LONGEST_LABEL) {
      throw new LayoutException(
          "the label " + label + " is longer than " + FileSystem.LONGEST_LABEL + " bytes");
    }
    var seed = UUID.nameUUIDFromBytes(("hash seed " + uuid).getBytes(StandardCharsets.US_ASCII));
    var system =
        new FileSystem(
            label, new FileSystem.Identity(uuid, seed, TIME), new Ext4Layout(tree).inodes);
    var pieces = system.pieces(partition);
    if (pieces.isEmpty()) {
      long missing = FileSystem.shortest(system.inodes()) - partition.length();
      throw new LayoutException(
          "the contents need "
              + missing
              + " bytes more than the data partition has; enlarge the image or leave some out");
    }
    return pieces.get();
  }

  /// The length in bytes of the shortest partition that holds the tree with a little room to work,
  /// a multiple of 4 MiB.
  ///
  /// @param offset of the partition in the image
  /// @throws LayoutException when a name cannot be
  public static long shortest(long offset, Tree tree) throws LayoutException {
    if (offset < 0) {
      throw new IllegalArgumentException("no partition begins at " + offset);
    }
    return FileSystem.shortest(new Ext4Layout(tree).inodes);
  }

  private Inode inode(int number, String path, Tree.Node node) throws LayoutException {
    return switch (node) {
      case Tree.Node.Folder _ ->
          new Inode.Folder(number, parent(path).number(), 0755, 0, new ArrayList<>());
      case Tree.Node.File(var content, var isExecutable) ->
          new Inode.File(number, content, isExecutable);
      case Tree.Node.Link(var target) -> {
        var bytes = encoded(target, path);
        if (bytes.remaining() < 1 || bytes.remaining() > Inode.Link.LONGEST) {
          throw new LayoutException(
              "what the link " + path + " leads to is empty or longer than 4095 bytes");
        }
        yield new Inode.Link(number, bytes);
      }
    };
  }

  private void put(String path, Inode inode) throws LayoutException {
    inodes.add(inode);
    if (inode instanceof Inode.Folder folder) {
      folders.put(path, folder);
    }
    if (inode.number() != Inode.ROOT) {
      parent(path).names().add(Name.of(name(path), inode));
    }
  }

  private Inode.Folder parent(String path) {
    var parent = folders.get(path.substring(0, Math.max(0, path.lastIndexOf('/'))));
    if (parent == null) {
      throw new IllegalArgumentException("the tree has no folder for " + path);
    }
    return parent;
  }

  private static byte[] name(String path) throws LayoutException {
    var name = path.substring(path.lastIndexOf('/') + 1);
    var utf8 = encoded(name, path);
    if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('\0') >= 0) {
      throw new LayoutException(path + " is no path that a file can have");
    }
    if (utf8.remaining() > Name.LONGEST) {
      throw new LayoutException(
          path + " has a name longer than " + Name.LONGEST + " bytes; shorten it");
    }
    var bytes = new byte[utf8.remaining()];
    utf8.get(bytes);
    return bytes;
  }

  private static ByteBuffer encoded(String text, String path) throws LayoutException {
    try {
      return StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
    } catch (CharacterCodingException _) {
      throw new LayoutException(path + " holds what is no character");
    }
  }
}
