package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

/// Encodes what has its place.
final class Encoder {
  private final Placement placement;
  private final Geometry geometry;
  private final int used;
  private final Checksum checksum;
  private final HalfMd4 hash;
  private final Superblock superblock;
  private final InodeTables tables;
  private final int[] folders;

  Encoder(FileSystem system, Placement placement) {
    this.placement = placement;
    geometry = placement.geometry();
    used = system.used();
    var identity = system.identity();
    checksum = new Checksum(identity.uuid());
    hash = new HalfMd4(identity.hashSeed());
    superblock =
        new Superblock(
            geometry, system.label(), identity.uuid(), identity.hashSeed(), identity.time());
    tables = new InodeTables(used, geometry.inodesPerGroup(), identity.time(), checksum);
    folders = new int[geometry.groups()];
  }

  /// @param inodes the journal last
  List<Piece> pieces(Span partition, List<Inode> inodes) {
    var pieces = new Pieces(partition);
    var journal = ByteBuffer.allocate(0);
    for (var inode : inodes) {
      journal = put(inode, pieces);
    }
    groups(journal, pieces);
    return pieces.all();
  }

  /// @return what the inode itself says of its blocks
  private ByteBuffer put(Inode inode, Pieces pieces) {
    var place = placement.place(inode);
    var extents = new Extents(inode.number(), place.blocks(), place.tree(), checksum);
    var inside = extents.root();
    switch (inode) {
      case Inode.Folder folder -> {
        pieces.bytes(place.blocks(), FolderBlocks.of(folder, hash, checksum));
        folders[(folder.number() - 1) / geometry.inodesPerGroup()]++;
      }
      case Inode.File file -> pieces.content(place.blocks(), file.content());
      case Inode.Link link -> {
        if (link.isShort()) {
          inside = link.target();
        } else {
          var block = ByteBuffer.allocate(Geometry.BLOCK);
          pieces.bytes(place.blocks(), block.put(0, link.target(), 0, link.target().limit()));
        }
      }
      case Inode.Journal it -> {
        var first = place.blocks().getFirst().first();
        pieces.bytes(first, superblock.journal());
        // What an earlier life of the card left there would be replayed after a crash.
        pieces.zero(first + 1, first + it.blocks());
      }
    }
    pieces.bytes(place.tree(), extents.tree());
    tables.put(inode, place.treeCount(), inside);
    return inside;
  }

  private void groups(ByteBuffer journal, Pieces pieces) {
    var groups = new Groups(placement, used, checksum);
    var descriptors = groups.descriptors(folders);
    long freeBlocks = placement.free().stream().mapToLong(Run::count).sum();
    for (int group = 0; group < geometry.groups(); group++) {
      if (Geometry.hasCopy(group)) {
        var copy = ByteBuffer.allocate(geometry.copySize(group) * Geometry.BLOCK);
        var own = superblock.encoded(freeBlocks, geometry.inodes() - used, journal, group);
        copy.put(group == 0 ? Superblock.OFFSET : 0, own, 0, Superblock.SIZE);
        copy.put(Geometry.BLOCK, descriptors, 0, descriptors.limit());
        pieces.bytes(Geometry.start(group), copy);
      }
      long blockBitmap = placement.blockBitmaps().first() + group;
      groups.blocks(group).ifPresent(it -> pieces.bytes(blockBitmap, it));
      long inodeBitmap = placement.inodeBitmaps().first() + group;
      groups.inodes(group).ifPresent(it -> pieces.bytes(inodeBitmap, it));
    }
    var used = tables.tables();
    for (int group = 0; group < used.length; group++) {
      pieces.bytes(placement.tables().get(group).first(), used[group]);
    }
  }
}
