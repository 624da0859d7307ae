package org.cardshop.allinone;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.core.image.Sha256;

/// The slots of the writer host, with files for cards, and the hands that put cards in.
record Bench(Path cards, Path journal) {
  static final List<String> SLOTS = List.of("A-01", "A-02", "A-03");
  private static final long CARD = 1_000_000_000L;

  /// New cards in all slots.
  void insertFreshCards() throws IOException {
    for (var slot : SLOTS) {
      replace(slot);
    }
  }

  /// Takes out what is in the slot and puts a new card in.
  void replace(String slot) throws IOException {
    Files.createDirectories(cards);
    var draft = cards.resolve(slot + ".new");
    try (var file = new RandomAccessFile(draft.toFile(), "rw")) {
      file.setLength(CARD);
    }
    Files.deleteIfExists(card(slot));
    Files.move(draft, card(slot));
  }

  Path card(String slot) {
    return cards.resolve(slot + ".img");
  }

  /// The digest of a card's first bytes.
  Sha256 digest(String slot, long size) throws IOException {
    var digest = Sha256.digest();
    try (var in = Files.newInputStream(card(slot))) {
      var buffer = new byte[1 << 20];
      for (long left = size; left > 0; ) {
        int n = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        if (n < 0) {
          throw new IOException("the card in " + slot + " ends " + left + " bytes too early");
        }
        digest.update(buffer, 0, n);
        left -= n;
      }
    }
    return Sha256.of(digest);
  }

  /// The slots whose card the writer began and did not finish, by its own journal.
  List<String> dirty() {
    return SLOTS.stream().filter(this::isDirty).toList();
  }

  private boolean isDirty(String slot) {
    try {
      var note = journal.resolve(slot + ".medium");
      return Files.exists(note) && Files.readString(note).startsWith("dirty");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many files with this ending are in a folder and below.
  static long files(Path folder, String ending) {
    if (!Files.isDirectory(folder)) {
      return 0;
    }
    try (var files = Files.walk(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
