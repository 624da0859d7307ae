package org.cardshop.creator.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.digest.Digests;

/// What earlier builds found out about bytes that they read, so that no one reads them for that
/// again. It may forget at any time and never says what is wrong: each record is checked when it is
/// read, so that what a crash or a bad disk left of one is not there. Any number of builds and
/// processes may use one folder.
///
/// One file of records of 80 bytes, appended to and now and then cut down to its newer half: key
/// 32, SHA-256 32, CRC-32C 4, stored 4, zero 4, CRC-32C of all that 4.
public final class Known {
  /// @param crc32c and `stored`: as a manifest has them; 0 for what is no chunk
  record Facts(Sha256 sha256, int crc32c, int stored) {
    /// @param plain direct; stays as it is
    static Facts of(ByteBuffer plain) {
      var crc = new CRC32C();
      crc.update(plain.duplicate());
      return new Facts(
          Digests.sha256(plain.duplicate()), (int) crc.getValue(), Frame.bound(plain.remaining()));
    }
  }

  private static final int RECORD = 80;
  private static final int CHECKED = RECORD - 4;
  private static final int DIGEST = 32;

  /// Of the file: 200 000 chunks, up to 800 GB of contents.
  private static final int MAX_BYTES = 16_000_000;

  private final Path file;
  private final Path lock;
  private final int maxBytes;
  private final ByteBuffer records;

  /// Places of records plus one, found by the start of their keys; 0 where there is none.
  private final int[] table;

  private Known(Path file, Path lock, int maxBytes, ByteBuffer records) {
    this.file = file;
    this.lock = lock;
    this.maxBytes = maxBytes;
    this.records = records;
    this.table = new int[Integer.highestOneBit(records.capacity() / RECORD + 1) << 2];
    for (int at = 0; at + RECORD <= records.capacity(); at += RECORD) {
      if (checksum(at) == records.getInt(at + CHECKED)) {
        table[place(records.slice(at, DIGEST))] = at + 1; // the newest of a key
      }
    }
  }

  /// Reads what is known now. What others find out later is not seen.
  public static Known in(Path folder) throws IOException {
    return in(folder, MAX_BYTES);
  }

  static Known in(Path folder, int maxBytes) throws IOException {
    Files.createDirectories(folder);
    var file = folder.resolve("chunks");
    var bytes = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
    return new Known(file, folder.resolve("lock"), maxBytes, ByteBuffer.wrap(bytes));
  }

  Optional<Facts> of(Sha256 key) {
    int at = table[place(ByteBuffer.wrap(raw(key)))] - 1;
    if (at < 0) {
      return Optional.empty();
    }
    var digest = new byte[DIGEST];
    records.get(at + DIGEST, digest);
    return Optional.of(
        new Facts(
            new Sha256(HexFormat.of().formatHex(digest)),
            records.getInt(at + 2 * DIGEST),
            records.getInt(at + 2 * DIGEST + 4)));
  }

  /// Keeps what was found out, for those who look after this.
  void add(Map<Sha256, Facts> found) throws IOException {
    if (found.isEmpty()) {
      return;
    }
    var fresh = ByteBuffer.allocate(found.size() * RECORD);
    found.forEach((key, facts) -> {
      int start = fresh.position();
      fresh.put(raw(key)).put(raw(facts.sha256())).putInt(facts.crc32c()).putInt(facts.stored());
      fresh.putInt(0);
      var crc = new CRC32C();
      crc.update(fresh.slice(start, CHECKED));
      fresh.putInt((int) crc.getValue());
    });
    fresh.flip();
    // Within this process a lock on a file is no one's: threads take turns on the class.
    synchronized (Known.class) {
      try (var gate = open(lock);
          var _ = gate.lock()) {
        try (var channel = open(file)) {
          // What was torn off at the end would shift all that follows.
          channel.position(channel.size() / RECORD * RECORD);
          write(channel, fresh);
        }
        forget();
      }
    }
  }

  private void forget() throws IOException {
    long size = Files.size(file);
    if (size > maxBytes) {
      var all = Files.readAllBytes(file);
      var newer = Arrays.copyOfRange(all, all.length - maxBytes / 2 / RECORD * RECORD, all.length);
      var fresh = file.resolveSibling("chunks.new");
      Files.write(fresh, newer);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /// Where the key is in the table, or would be.
  private int place(ByteBuffer key) {
    int place = key.getInt(0) & (table.length - 1);
    while (table[place] != 0 && !records.slice(table[place] - 1, DIGEST).equals(key)) {
      place = (place + 1) & (table.length - 1);
    }
    return place;
  }

  private int checksum(int at) {
    var crc = new CRC32C();
    crc.update(records.slice(at, CHECKED));
    return (int) crc.getValue();
  }

  private static byte[] raw(Sha256 digest) {
    return HexFormat.of().parseHex(digest.hex());
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
