package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The checksums of `metadata_csum`: CRC-32C without its last inversion. All but the super block's
/// begin with the file system's UUID, so that none holds in another file system.
final class Checksum {
  private final byte[] uuid;

  Checksum(UUID uuid) {
    this.uuid = bytes(uuid);
  }

  static byte[] bytes(UUID uuid) {
    return ByteBuffer.allocate(16)
        .putLong(uuid.getMostSignificantBits())
        .putLong(uuid.getLeastSignificantBits())
        .array();
  }

  /// Of the bytes alone.
  static int plain(ByteBuffer bytes) {
    var crc = new CRC32C();
    crc.update(bytes.duplicate());
    return register(crc);
  }

  /// Of bytes that belong to no inode, from position to limit.
  int of(ByteBuffer bytes) {
    var crc = begun();
    crc.update(bytes.duplicate());
    return register(crc);
  }

  /// Of a group's descriptor.
  int of(int group, ByteBuffer descriptor) {
    var crc = begun();
    update(crc, group);
    crc.update(descriptor.duplicate());
    return register(crc);
  }

  /// Of what belongs to an inode; every inode here is of generation 0.
  int ofInode(int number, ByteBuffer... bytes) {
    var crc = begun();
    update(crc, number);
    update(crc, 0);
    for (var part : bytes) {
      crc.update(part.duplicate());
    }
    return register(crc);
  }

  private CRC32C begun() {
    var crc = new CRC32C();
    crc.update(uuid);
    return crc;
  }

  private static void update(CRC32C crc, int value) {
    crc.update(ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(0, value));
  }

  private static int register(CRC32C crc) {
    return ~(int) crc.getValue();
  }
}
