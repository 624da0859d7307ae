package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.UUID;
import org.cardshop.core.image.Span;
import org.cardshop.creator.draft.Piece;
import org.cardshop.creator.layout.Exfat;
import org.cardshop.creator.layout.ExfatLayout;
import org.cardshop.creator.layout.Ext4;
import org.cardshop.creator.layout.Ext4Layout;
import org.cardshop.creator.layout.LayoutException;
import org.cardshop.creator.layout.Tree;

/// The partition that holds the contents: of the kind that the base has, and with the name by which
/// the base's system finds it.
sealed interface DataPartition {
  /// The least bytes that a partition at the offset needs for the contents.
  ///
  /// @throws LayoutException when a name cannot be
  long shortest(long offset, Tree tree) throws LayoutException;

  /// The pieces of the partition, which cover it.
  ///
  /// @throws LayoutException when the contents do not fit
  List<Piece> lay(Span partition, Tree tree) throws LayoutException;

  record OfExt4(String label, UUID uuid) implements DataPartition {
    @Override
    public long shortest(long offset, Tree tree) throws LayoutException {
      return Ext4Layout.shortest(offset, tree);
    }

    @Override
    public List<Piece> lay(Span partition, Tree tree) throws LayoutException {
      return Ext4Layout.of(partition, label, uuid, tree);
    }
  }

  record OfExfat(String label, int serial) implements DataPartition {
    @Override
    public long shortest(long offset, Tree tree) throws LayoutException {
      return ExfatLayout.shortest(offset, tree);
    }

    @Override
    public List<Piece> lay(Span partition, Tree tree) throws LayoutException {
      return ExfatLayout.of(partition, label, serial, tree);
    }
  }

  /// What the base has at the offset.
  ///
  /// @throws BaseException when that cannot be made anew
  static DataPartition of(FileChannel base, long offset) throws IOException {
    var ext4 = Ext4.at(base, offset);
    if (ext4.isPresent()) {
      requireEmpty(ext4.get().usedInodes() <= Ext4.EMPTY_INODES);
      return new OfExt4(ext4.get().label(), ext4.get().uuid());
    }
    var exfat =
        Exfat.at(base, offset)
            .orElseThrow(() ->
                new BaseException(
                    "its third partition is neither ext4 nor exFAT; use a base whose data partition"
                        + " is"));
    requireEmpty(exfat.isEmpty());
    return new OfExfat(exfat.label(), exfat.serial());
  }

  private static void requireEmpty(boolean isEmpty) throws BaseException {
    if (!isEmpty) {
      throw new BaseException(
          "its data partition holds files already, which the new one would not have; use a base"
              + " whose data partition is empty");
    }
  }
}
