package org.cardshop.writer.work;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.cardshop.writer.card.CardOutcome;
import org.cardshop.writer.card.CardRecords;
import org.cardshop.writer.card.ProvenCard;
import org.cardshop.writer.device.MediumId;

/// What this host has done to the media in its slots: one small file a slot, about the last medium
/// that was touched there. Outlives the process, so that a card whose writing was cut short is
/// known as dirty at the next start.
final class MediumJournal {
  /// What became of a medium.
  enum Mark {
    /// Writing began and did not come to a good end.
    DIRTY,
    /// Verified, counted: never to be written again by itself.
    GOOD,
    /// A person or the read-back found it bad.
    BAD
  }

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Pattern LINE = Pattern.compile("(dirty|good|bad) ([A-Za-z0-9.-]+)\n");

  private final Path folder;
  private final CardRecords records;

  MediumJournal(Path folder, InstantSource clock) throws IOException {
    this.folder = Files.createDirectories(folder);
    records = new CardRecords(folder.resolve("records"), clock);
  }

  /// Keeps what became of a card, for the slot's sake. That it cannot be kept is no reason to lose
  /// the card.
  ///
  /// @return what a person should know: why the slot is suspended from now on, when it is
  Optional<String> record(String slot, ProvenCard card, String image, CardOutcome outcome) {
    try {
      return undisturbed(() -> {
        records.note(slot, card, image, outcome);
        return records.suspension(slot);
      });
    } catch (IOException e) {
      return Optional.of(
          "What became of the card in " + slot + " cannot be noted on this host's disk: " + e);
    }
  }

  /// What became of this card before, when that is known.
  Optional<String> earlier(ProvenCard card) {
    try {
      return records.earlier(card);
    } catch (IOException e) {
      return Optional.of("What became of this card before cannot be read: " + e);
    }
  }

  /// Why the slot must not be used, when it must not.
  Optional<String> suspension(String slot) {
    try {
      return records.suspension(slot);
    } catch (IOException e) {
      return Optional.of("What became of the cards in " + slot + " cannot be read: " + e);
    }
  }

  /// Notes it on disk before it returns.
  ///
  /// @throws IOException with a sentence, when the disk does not take it; what was noted before
  ///   still holds
  void note(String slot, MediumId medium, Mark mark) throws IOException {
    var file = file(slot);
    var draft = file.resolveSibling(slot + ".draft");
    try {
      undisturbed(() -> {
        Files.writeString(
            draft,
            mark.name().toLowerCase(Locale.ROOT) + " " + medium.text() + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE,
            StandardOpenOption.SYNC);
        return Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      });
    } catch (IOException e) {
      throw new IOException(
          "What happens to the card in "
              + slot
              + " cannot be noted on this host's disk ("
              + e.getMessage()
              + "). Free some space",
          e);
    }
  }

  /// The same, waiting while the disk does not take it: without it the work on the card would have
  /// been in vain.
  ///
  /// @param log told why it waits
  void notePatiently(String slot, MediumId medium, Mark mark, Consumer<String> log)
      throws InterruptedException {
    while (true) {
      try {
        note(slot, medium, mark);
        return;
      } catch (IOException e) {
        log.accept(e.getMessage() + "; the card waits.");
        Thread.sleep(PAUSE);
      }
    }
  }

  /// What is known of this medium in this slot. When the file is damaged that may be anything: then
  /// it takes a person to have the card written.
  Optional<Mark> markOf(String slot, MediumId medium) {
    try {
      var words = LINE.matcher(Files.readString(file(slot), StandardCharsets.ISO_8859_1));
      if (!words.matches()) {
        return Optional.of(Mark.DIRTY);
      }
      return words.group(2).equals(medium.text())
          ? Optional.of(Mark.valueOf(words.group(1).toUpperCase(Locale.ROOT)))
          : Optional.empty();
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private interface Deed<T> {
    T run() throws IOException;
  }

  /// The JDK closes the files of an interrupted thread; what became of a card is noted all the
  /// same.
  private static <T> T undisturbed(Deed<T> deed) throws IOException {
    boolean isInterrupted = Thread.interrupted();
    try {
      return deed.run();
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Path file(String slot) {
    return folder.resolve(slot + ".medium");
  }
}
