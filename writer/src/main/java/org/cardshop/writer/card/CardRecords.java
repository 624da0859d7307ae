package org.cardshop.writer.card;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.cardshop.writer.card.CardRecord.Verdict;

/// What became of the cards of this host, a file a slot, a line a card, only ever added to. Tells
/// the bad slot from the bad card: so many bad cards in a row are the reader's doing.
public final class CardRecords {
  private static final int SUSPICIOUS = 3;
  private static final String SUFFIX = ".jsonl";

  /// Bytes at the end of a file that hold far more records than anyone asks for.
  private static final int TAIL = 1 << 16;

  private final Path folder;
  private final InstantSource clock;

  public CardRecords(Path folder, InstantSource clock) throws IOException {
    this.folder = Files.createDirectories(folder);
    this.clock = clock;
  }

  /// Notes on disk what became of a card.
  ///
  /// @param image its name
  public synchronized void note(String slot, ProvenCard card, String image, CardOutcome outcome)
      throws IOException {
    append(
        slot, CardRecord.of(clock.instant(), card.medium().text(), serial(card), image, outcome));
  }

  /// The last records of a slot, latest first.
  public synchronized List<CardRecord> last(String slot, int most) throws IOException {
    return tail(file(slot)).reversed().stream().limit(most).toList();
  }

  /// What became of this card the last time that it was in any slot of this host, in a sentence;
  /// empty as well when its reader does not tell its number.
  public synchronized Optional<String> earlier(ProvenCard card) throws IOException {
    var serial = serial(card);
    return serial.isPresent() ? latest(serial.get()).map(CardRecord::story) : Optional.empty();
  }

  Optional<CardRecord> latest(String serial) throws IOException {
    var all = new ArrayList<CardRecord>();
    try (var slots = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
      for (var slot : slots) {
        all.addAll(tail(slot));
      }
    }
    return all.stream()
        .filter(r -> r.serial().equals(Optional.of(serial)))
        .max(Comparator.comparing(CardRecord::at));
  }

  /// A card that fails may not tell it any more.
  private static Optional<String> serial(ProvenCard card) {
    try {
      return card.identity().serial();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Why the slot must not be used: its last three cards were bad and nobody has looked after it
  /// since, as whoever does says by making the file that the sentence names. A good card (of a task
  /// that was under way) lifts it, too.
  public synchronized Optional<String> suspension(String slot) throws IOException {
    var flag = folder.resolve(slot + ".reset");
    if (Files.deleteIfExists(flag)) {
      append(slot, CardRecord.reset(clock.instant()));
    }
    var last =
        tail(file(slot)).reversed().stream()
            .filter(r -> r.verdict() != Verdict.UNDONE)
            .limit(SUSPICIOUS)
            .toList();
    boolean isSuspended =
        last.size() == SUSPICIOUS && last.stream().allMatch(r -> r.verdict() == Verdict.BAD);
    return isSuspended
        ? Optional.of(
            "The last "
                + SUSPICIOUS
                + " cards in "
                + slot
                + " were bad: look at the reader, try it with a good card, then make the file "
                + flag
                + " (touch) to use the slot again. The last card: "
                + last.getFirst().sentence())
        : Optional.empty();
  }

  /// A line that was torn when the power failed is closed before the next one. Whoever calls may
  /// have been interrupted: what became of a card is noted all the same, so no channel is used.
  private void append(String slot, CardRecord entry) throws IOException {
    try (var file = new RandomAccessFile(file(slot).toFile(), "rwd")) {
      long end = file.length();
      file.seek(Math.max(0, end - 1));
      boolean isTorn = end > 0 && file.read() != '\n';
      file.seek(end);
      file.write(((isTorn ? "\n" : "") + entry.line() + "\n").getBytes(UTF_8));
    }
  }

  private static List<CardRecord> tail(Path records) throws IOException {
    if (!Files.exists(records)) {
      return List.of();
    }
    try (var file = new RandomAccessFile(records.toFile(), "r")) {
      long from = Math.max(0, file.length() - TAIL);
      var bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      return new String(bytes, UTF_8).lines().flatMap(l -> CardRecord.parse(l).stream()).toList();
    }
  }

  private Path file(String slot) {
    return folder.resolve(slot + SUFFIX);
  }
}
