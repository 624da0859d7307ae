package org.cardshop.layout.size;

import java.util.List;
import java.util.UUID;
import org.cardshop.core.image.Span;
import org.cardshop.layout.ExfatLayout;
import org.cardshop.layout.Ext4Layout;
import org.cardshop.layout.LayoutException;
import org.cardshop.layout.Tree;
import org.cardshop.layout.content.Piece;

/// The partition that holds the contents: of the kind that the base has, and with the name by which
/// the base's system finds it.
public sealed interface DataPartition {
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
}
