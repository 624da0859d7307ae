package org.cardshop.creator.image;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Span;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.map.Scan;
import org.cardshop.layout.BaseLayout;
import org.cardshop.layout.Ext4;
import org.cardshop.layout.Fat;
import org.cardshop.layout.LayoutException;
import org.cardshop.layout.PartitionTable;
import org.cardshop.layout.content.Piece;
import org.cardshop.layout.size.DataPartition;

/// A base image that images are made from: unpacked, looked through, its root as long as wanted.
///
/// @param was how the base itself is laid out
/// @param layout the image's; its data partition is as long as the base's still
/// @param whole the base up to its data partition
/// @param root the root partition on its own, where it was grown
/// @param data how the data partition is made
record Base(
    BaseLayout was,
    BaseLayout layout,
    Examined whole,
    Optional<Examined> root,
    DataPartition data) {

  /// Bytes, and what is in them.
  record Examined(FileContent content, Scan scan) {}

  /// What the base gives to the image, from its start to its data partition.
  List<Piece> pieces() {
    long dataStart = layout.data().span().offset();
    long rootStart = layout.root().span().offset();
    long ownEnd = root.isPresent() ? rootStart : dataStart;
    var pieces = new ArrayList<>(whole.scan().pieces(whole.content(), new Span(0, ownEnd), 0));
    if (root.isPresent()) {
      var grown = root.get();
      var span = new Span(0, grown.scan().size());
      pieces.addAll(grown.scan().pieces(grown.content(), span, rootStart));
      long end = layout.root().span().end();
      if (end < dataStart) {
        pieces.add(new Piece.Zero(new Span(end, dataStart - end)));
      }
    }
    return pieces;
  }

  /// What differs from the base before the data partition.
  ///
  /// @param dataSpan where the data partition lies
  /// @param settings the boot partition's new file `offspot.yaml`
  List<Piece.Bytes> overlays(Span dataSpan, Optional<byte[]> settings) throws IOException {
    var overlays = new ArrayList<Piece.Bytes>();
    try (var channel = FileChannel.open(whole.content().path())) {
      var sector = firstSector(channel);
      if (root.isPresent()) {
        sector = PartitionTable.moved(sector, was.root(), layout.root().span());
      }
      overlays.add(Piece.Bytes.at(0, PartitionTable.moved(sector, was.data(), dataSpan)));
      if (settings.isPresent()) {
        overlays.addAll(boot(channel).put("offspot.yaml", settings.get()));
      }
    } catch (LayoutException e) {
      throw new BaseException(
          "offspot.yaml cannot be written to the boot partition: " + e.getMessage());
    }
    return overlays;
  }

  private Fat boot(FileChannel channel) throws IOException {
    return Fat.at(channel, was.boot().span().offset())
        .orElseThrow(
            () -> new BaseException("its first partition is not FAT and cannot hold the settings"));
  }

  /// What nobody reads before the data partition, ascending.
  static List<Span> free(FileChannel base, BaseLayout layout) throws IOException {
    var free = new ArrayList<Span>();
    var fat = Fat.at(base, layout.boot().span().offset());
    if (fat.isPresent()) {
      free.addAll(fat.get().free());
    }
    var ext4 = Ext4.at(base, layout.root().span().offset());
    if (ext4.isPresent()) {
      free.addAll(ext4.get().free());
    }
    free.sort(Comparator.comparingLong(Span::offset));
    return free;
  }

  static byte[] firstSector(FileChannel base) throws IOException {
    var sector = ByteBuffer.allocate(BaseLayout.SECTOR);
    while (sector.hasRemaining()) {
      if (base.read(sector, sector.position()) < 0) {
        throw new EOFException("the base has no partition table; it is too short");
      }
    }
    return sector.array();
  }
}
