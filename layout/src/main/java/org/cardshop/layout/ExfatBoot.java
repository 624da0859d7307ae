package org.cardshop.layout;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The boot region of an exFAT volume and its backup (specification, section 3).
final class ExfatBoot {
  static final byte[] NAME = "EXFAT   ".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] JUMP = {(byte) 0xeb, 0x76, (byte) 0x90};
  private static final byte HALT = (byte) 0xf4;
  private static final short SIGNATURE = (short) 0xaa55;
  private static final int REVISION = 0x0100;
  private static final int EXTENDED_SECTORS = 8;
  private static final int CHECKSUM_SECTOR = 11;
  private static final byte FIRST_DRIVE = (byte) 0x80;

  private ExfatBoot() {}

  /// Both regions.
  ///
  /// @param root cluster at which the root folder begins
  /// @param used clusters
  static byte[] regions(ExfatShape shape, int serial, long root, long used) {
    var region = region(shape, serial, root, used);
    var both = Arrays.copyOf(region, 2 * region.length);
    System.arraycopy(region, 0, both, region.length, region.length);
    return both;
  }

  private static byte[] region(ExfatShape shape, int serial, long root, long used) {
    int sector = ExfatShape.SECTOR;
    var region =
        ByteBuffer.allocate(ExfatShape.BOOT_SECTORS / 2 * sector).order(ByteOrder.LITTLE_ENDIAN);
    region.put(sector(shape, serial, root, used));
    for (int i = 1; i <= EXTENDED_SECTORS; i++) {
      region.putShort((i + 1) * sector - 2, SIGNATURE); // section 3.2.1
    }
    var summed = Arrays.copyOf(region.array(), CHECKSUM_SECTOR * sector);
    int sum = ExfatSum.ofBoot(summed);
    region.position(CHECKSUM_SECTOR * sector);
    while (region.hasRemaining()) {
      region.putInt(sum);
    }
    return region.array();
  }

  private static byte[] sector(ExfatShape shape, int serial, long root, long used) {
    var boot = ByteBuffer.allocate(ExfatShape.SECTOR).order(ByteOrder.LITTLE_ENDIAN);
    var partition = shape.partition();
    boot.put(JUMP)
        .put(NAME)
        .putLong(64, sectors(partition.offset()))
        .putLong(72, sectors(partition.length()))
        .putInt(80, (int) sectors(shape.tableAt() - partition.offset()))
        .putInt(84, (int) sectors(shape.tableLength()))
        .putInt(88, (int) sectors(shape.heapAt() - partition.offset()))
        .putInt(92, (int) shape.clusters())
        .putInt(96, (int) root)
        .putInt(100, serial)
        .putShort(104, (short) REVISION)
        .put(108, (byte) Integer.numberOfTrailingZeros(ExfatShape.SECTOR))
        .put(109, (byte) Integer.numberOfTrailingZeros(shape.cluster() / ExfatShape.SECTOR))
        .put(110, (byte) 1) // tables
        .put(111, FIRST_DRIVE)
        .put(112, (byte) (100 * used / shape.clusters()));
    for (int at = 120; at < 510; at++) {
      boot.put(at, HALT); // section 3.1.20
    }
    return boot.putShort(510, SIGNATURE).array();
  }

  private static long sectors(long bytes) {
    return bytes / ExfatShape.SECTOR;
  }
}
