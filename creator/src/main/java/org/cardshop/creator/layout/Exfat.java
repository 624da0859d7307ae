package org.cardshop.creator.layout;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What an exFAT file system says of itself. Sections are those of Microsoft's "exFAT file system
/// specification" 1.00.
///
/// @param serial VolumeSerialNumber (3.1.11)
/// @param label empty when it has none (7.3)
/// @param isEmpty whether its root folder has no file
public record Exfat(int serial, String label, boolean isEmpty) {
  private static final byte[] NAME = "EXFAT   ".getBytes(StandardCharsets.US_ASCII);
  private static final int BOOT_SECTOR = 512;
  private static final int ENTRY = 32;
  private static final int END = 0x00;
  private static final int LABEL = 0x83;
  private static final int FILE = 0x85;

  /// Empty when there is no exFAT at the offset.
  public static Optional<Exfat> at(FileChannel image, long offset) throws IOException {
    if (image.size() < offset + BOOT_SECTOR) {
      return Optional.empty();
    }
    var boot = read(image, offset, BOOT_SECTOR);
    var name = new byte[NAME.length];
    boot.get(3, name);
    if (!Arrays.equals(name, NAME)) {
      return Optional.empty();
    }
    int sectorShift = boot.get(108);
    int clusterShift = sectorShift + boot.get(109);
    long heap = Integer.toUnsignedLong(boot.getInt(88)) << sectorShift;
    long root = (Integer.toUnsignedLong(boot.getInt(96)) - 2) << clusterShift;
    return Optional.of(of(boot.getInt(100), read(image, offset + heap + root, 1 << clusterShift)));
  }

  /// @param root the root folder's first cluster; a folder that goes on behind it holds something
  private static Exfat of(int serial, ByteBuffer root) {
    var label = "";
    for (int at = 0; at < root.limit(); at += ENTRY) {
      switch (root.get(at) & 0xff) {
        case END -> {
          return new Exfat(serial, label, true);
        }
        case FILE -> {
          return new Exfat(serial, label, false);
        }
        case LABEL -> {
          var text = new byte[2 * root.get(at + 1)];
          root.get(at + 2, text);
          label = new String(text, StandardCharsets.UTF_16LE);
        }
        default -> {} // bitmap, up-case table, and what was deleted
      }
    }
    return new Exfat(serial, label, false);
  }

  private static ByteBuffer read(FileChannel from, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (from.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException("the image ends inside its file system");
      }
    }
    return buffer.flip();
  }
}
