package org.cardshop.layout.ext4;

import java.util.List;

/// How many blocks a folder has. A folder of one block is a list of names; a larger one is a tree
/// by the hash of the names (dir_index), so that no name takes a walk through all of them. The
/// counts do not depend on the hashes: the names are spread evenly, and so that those of a leaf fit
/// whichever they are.
///
/// @param bytes that the names take
/// @param leaves blocks with names
/// @param nodes blocks between the root and the leaves
record FolderShape(long bytes, int leaves, int nodes) {
  /// Of a block, without the checksum.
  static final int CAPACITY = Geometry.BLOCK - 12;

  /// Entries of a hashed folder's root and of the nodes below it.
  static final int IN_ROOT = (Geometry.BLOCK - 32 - 8) / 8;

  static final int IN_NODE = (Geometry.BLOCK - 8 - 8) / 8;

  /// What `.` and `..` take.
  private static final int SELF_AND_PARENT = 24;

  static FolderShape of(List<Name> names) {
    long bytes = 0;
    int longest = 0;
    for (var name : names) {
      bytes += name.length();
      longest = Math.max(longest, name.length());
    }
    if (bytes + SELF_AND_PARENT <= CAPACITY) {
      return new FolderShape(bytes, 1, 0);
    }
    int leaves = Math.toIntExact(Math.max(2, Math.ceilDiv(bytes, CAPACITY - longest)));
    return new FolderShape(bytes, leaves, leaves <= IN_ROOT ? 0 : Math.ceilDiv(leaves, IN_NODE));
  }

  /// A tree has one level of nodes at most.
  boolean isPossible() {
    return nodes <= IN_ROOT;
  }

  boolean isHashed() {
    return leaves > 1;
  }

  int blocks() {
    return isHashed() ? 1 + nodes + leaves : 1;
  }
}
