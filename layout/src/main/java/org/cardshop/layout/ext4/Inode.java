package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.util.List;
import org.cardshop.layout.content.Content;

/// What has an inode: everything with a name, and the journal. All are owned by root.
public sealed interface Inode {
  int ROOT = 2;
  int JOURNAL = 8;

  /// Of `lost+found`, the first one that is not reserved.
  int LOST_AND_FOUND = 11;

  /// From 1, by which inodes are found in their tables.
  int number();

  /// Type and permissions.
  int mode();

  /// In bytes.
  long size();

  /// Blocks of its own, without those that say where they lie.
  default long blocks() {
    return Math.ceilDiv(size(), Geometry.BLOCK);
  }

  /// Names that lead to it.
  default int links() {
    return 1;
  }

  /// @param names may grow until the folder is laid out
  /// @param spare empty blocks behind those with names
  record Folder(int number, int parent, int permissions, int spare, List<Name> names)
      implements Inode {
    /// More are not counted.
    private static final int MAX_LINKS = 65_000;

    /// Whether the names fit into a folder: there may be some ten million.
    public boolean isPossible() {
      return FolderShape.of(names).isPossible();
    }

    @Override
    public int mode() {
      return 0040000 | permissions;
    }

    @Override
    public long size() {
      return blocks() * Geometry.BLOCK;
    }

    @Override
    public long blocks() {
      return (long) FolderShape.of(names).blocks() + spare;
    }

    @Override
    public int links() {
      long folders = names.stream().filter(name -> name.type == Name.FOLDER).count();
      return folders + 2 > MAX_LINKS ? 1 : (int) folders + 2;
    }
  }

  record File(int number, Content content, boolean isExecutable) implements Inode {
    @Override
    public int mode() {
      return 0100000 | (isExecutable ? 0755 : 0644);
    }

    @Override
    public long size() {
      return content.size();
    }
  }

  /// @param target in UTF-8
  record Link(int number, ByteBuffer target) implements Inode {
    /// In bytes, with the zero that the kernel puts behind it.
    public static final int LONGEST = Geometry.BLOCK - 1;

    /// Shorter ones lie in the inode.
    private static final int SHORT = 60;

    @Override
    public int mode() {
      return 0120777;
    }

    @Override
    public long size() {
      return target.remaining();
    }

    @Override
    public long blocks() {
      return isShort() ? 0 : 1;
    }

    boolean isShort() {
      return target.remaining() < SHORT;
    }
  }

  record Journal(int number, long blocks) implements Inode {
    @Override
    public int mode() {
      return 0100600;
    }

    @Override
    public long size() {
      return blocks * Geometry.BLOCK;
    }
  }
}
