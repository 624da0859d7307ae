package org.cardshop.layout.ext4;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

/// A whole file system, planned: nothing here touches a disk.
///
/// @param label at most 16 bytes in UTF-8
/// @param inodes in the order of their numbers, from the root (2) and `lost+found` (11) on without
///   a gap; the journal is added here
public record FileSystem(String label, Identity identity, List<Inode> inodes) {
  /// Partitions are sized in these steps, in bytes.
  public static final long STEP = 4L << 20;

  public static final int LONGEST_LABEL = Superblock.LONGEST_LABEL;

  /// Smaller ones have no room for a journal.
  private static final long LEAST = 4 * STEP;

  private static final int BLOCKS_PER_MIB = (1 << 20) / Geometry.BLOCK;

  /// Left to work with: 8 MiB or a fiftieth.
  private static final int LEAST_ROOM = 8 * BLOCKS_PER_MIB;

  private static final int ROOM = 50;

  /// What takes the place of clock and dice.
  public record Identity(UUID uuid, UUID hashSeed, Instant time) {}

  /// Ascending, covering the partition; empty when it is too small.
  public Optional<List<Piece>> pieces(Span partition) {
    long before = partition.offset() / Geometry.BLOCK;
    long boundary = Math.ceilDiv(before, Tiles.BLOCKS) * Tiles.BLOCKS - before;
    if (partition.length() < LEAST) {
      return Optional.empty();
    }
    for (int journal = journal(partition.length()); journal >= 4; journal /= 4) {
      var geometry = geometry(partition.length(), inodes.size(), journal);
      var all = new ArrayList<Inode>(inodes);
      all.add(new Inode.Journal(Inode.JOURNAL, geometry.journalBlocks()));
      if (geometry.inodes() >= used()) {
        var placement = Placement.of(geometry, boundary, all);
        if (placement.isPresent()) {
          return Optional.of(new Encoder(this, placement.get()).pieces(partition, all));
        }
      }
    }
    return Optional.empty();
  }

  /// The length in bytes of the shortest partition that holds it all and leaves some room.
  public static long shortest(List<Inode> inodes) {
    long contents = 0;
    for (var inode : inodes) {
      long blocks = inode.blocks();
      contents += blocks + (blocks > Geometry.BLOCKS_PER_GROUP ? 1 + blocks / 1_000_000 : 0);
    }
    for (long bytes = LEAST; ; ) {
      var geometry = geometry(bytes, inodes.size(), journal(bytes));
      long needed = geometry.overhead() + contents;
      long missing = needed + Math.max(LEAST_ROOM, needed / ROOM) - geometry.blocks();
      if (missing <= 0 && geometry.inodes() >= inodes.getLast().number()) {
        return bytes;
      }
      bytes += Math.max(1, Math.ceilDiv(missing * Geometry.BLOCK, STEP)) * STEP;
    }
  }

  private static Geometry geometry(long bytes, int inodes, int journalMib) {
    return Geometry.of(bytes, inodes, journalMib * BLOCKS_PER_MIB);
  }

  /// Size of the journal in MiB that suits the partition.
  private static int journal(long bytes) {
    return bytes < 256L << 20 ? 4 : bytes < 1L << 30 ? 16 : 64;
  }

  /// The last inode that is in use; those in front of it are, too.
  int used() {
    return inodes.getLast().number();
  }
}
