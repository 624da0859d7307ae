package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import org.cardshop.layout.Exfat;
import org.cardshop.layout.Ext4;
import org.cardshop.layout.size.DataPartition;

/// The data partition as a base brings it, to be made anew.
final class EmptyPartition {
  private EmptyPartition() {}

  /// What the base has at the offset.
  ///
  /// @throws BaseException when that cannot be made anew
  static DataPartition at(FileChannel base, long offset) throws IOException {
    var ext4 = Ext4.at(base, offset);
    if (ext4.isPresent()) {
      requireEmpty(ext4.get().usedInodes() <= Ext4.EMPTY_INODES);
      return new DataPartition.OfExt4(ext4.get().label(), ext4.get().uuid());
    }
    var exfat =
        Exfat.at(base, offset)
            .orElseThrow(() ->
                new BaseException(
                    "its third partition is neither ext4 nor exFAT; use a base whose data partition"
                        + " is"));
    requireEmpty(exfat.isEmpty());
    return new DataPartition.OfExfat(exfat.label(), exfat.serial());
  }

  private static void requireEmpty(boolean isEmpty) throws BaseException {
    if (!isEmpty) {
      throw new BaseException(
          "its data partition holds files already, which the new one would not have; use a base"
              + " whose data partition is empty");
    }
  }
}
