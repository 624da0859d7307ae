package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.cardshop.core.image.Span;

/// A card's first sector, with a master boot record's partition table. Field offsets are those of
/// the "classical generic MBR"; each entry has addresses twice, as sectors and as the cylinders,
/// heads and sectors of a disk with 255 heads and 63 sectors, which is what `sfdisk` checks, too.
public final class PartitionTable {
  private static final int TABLE = 446;
  private static final int ENTRY = 16;
  private static final int HEADS = 255;
  private static final int SECTORS = 63;
  private static final int LAST_CYLINDER = 1023;

  private PartitionTable() {}

  /// The sector with a partition elsewhere, or of another length. All else stays.
  public static byte[] moved(byte[] firstSector, Partition partition, Span to) {
    var sector = ByteBuffer.wrap(firstSector.clone()).order(ByteOrder.LITTLE_ENDIAN);
    int entry = TABLE + (partition.number() - 1) * ENTRY;
    if (to.offset() != partition.span().offset()) {
      putAddress(sector, entry + 1, to.offset() / BaseLayout.SECTOR);
      sector.putInt(entry + 8, (int) (to.offset() / BaseLayout.SECTOR));
    }
    putAddress(sector, entry + 5, to.end() / BaseLayout.SECTOR - 1);
    sector.putInt(entry + 12, (int) (to.length() / BaseLayout.SECTOR));
    return sector.array();
  }

  /// Cylinder, head and sector; FE FF FF for what lies behind the last cylinder that fits.
  private static void putAddress(ByteBuffer table, int at, long lba) {
    long cylinder = lba / (HEADS * SECTORS);
    if (cylinder > LAST_CYLINDER) {
      table.put(at, (byte) 0xfe).putShort(at + 1, (short) 0xffff);
      return;
    }
    table.put(at, (byte) (lba / SECTORS % HEADS));
    table.put(at + 1, (byte) ((lba % SECTORS + 1) | ((cylinder >> 2) & 0xc0)));
    table.put(at + 2, (byte) cylinder);
  }
}
