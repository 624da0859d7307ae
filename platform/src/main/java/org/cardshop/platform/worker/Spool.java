package org.cardshop.platform.worker;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.cardshop.core.task.Mark;
import org.cardshop.platform.runtime.CrashPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Facts on disk, in order, until the broker has confirmed them: a file for each start of the
/// worker, to which facts are added and which is emptied when all are confirmed. What an earlier
/// start left is still there. Those who keep facts at the same time share the wait for the disk.
final class Spool implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]{1,18})\\s*");

  private final long boot;
  private final Path file;

  /// Not a channel, which an interruption would close: whoever is interrupted has the more to say.
  private final RandomAccessFile log;

  private final Object syncing = new Object();
  private final Deque<Kept> written = new ArrayDeque<>();
  private final Deque<Kept> synced = new ArrayDeque<>();
  private final Map<Path, Integer> unconfirmed = new HashMap<>();
  private long seq;
  private long lastSynced;

  /// A fact that is to be sent.
  ///
  /// @param file where it is kept, alone or with others
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Kept(byte[] bytes, Path file) {}

  private Spool(Path folder, long boot, List<Kept> earlier) throws IOException {
    this.boot = boot;
    file = folder.resolve(String.format(Locale.ROOT, "%020d%s", boot, Leftovers.FACTS));
    log = new RandomAccessFile(file.toFile(), "rw");
    synced.addAll(earlier);
    earlier.forEach(kept -> unconfirmed.merge(kept.file(), 1, Integer::sum));
  }

  /// Opens the folder, making it where needed, and takes the next boot number: greater than every
  /// earlier one that is known, also when the clock was set back. What was being written when the
  /// power failed is thrown away: nobody was told that it is kept.
  static Spool open(Path folder, InstantSource clock) throws IOException {
    Files.createDirectories(folder);
    var earlier = Leftovers.read(folder);
    var number = folder.resolve("boot");
    long boot = Math.max(lastBoot(folder, number) + 1, clock.millis());
    var draft = folder.resolve("boot.draft");
    Files.writeString(
        draft,
        Long.toString(boot),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.SYNC);
    Files.move(draft, number, StandardCopyOption.ATOMIC_MOVE);
    var spool = new Spool(folder, boot, earlier);
    // The names of both files, too, outlive a power failure.
    try (var directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
    return spool;
  }

  long boot() {
    return boot;
  }

  /// What a fact looks like once its place is known.
  interface Form {
    /// One line.
    byte[] at(Mark mark);
  }

  /// Keeps one fact: it is on the disk when this returns.
  ///
  /// @throws UncheckedIOException when the disk does not take it
  void keep(Form form) {
    try {
      long mine = write(form);
      CrashPoint.at("fact.drafted");
      sync(mine);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private synchronized long write(Form form) throws IOException {
    var fact = form.at(new Mark(boot, seq + 1));
    long before = log.getFilePointer();
    try {
      log.write(SpoolLine.of(fact));
    } catch (IOException e) {
      // What did not fit must not stand before what will.
      log.setLength(before);
      log.seek(before);
      throw e;
    }
    seq++;
    written.add(new Kept(fact, file));
    unconfirmed.merge(file, 1, Integer::sum);
    return seq;
  }

  /// Whoever comes first waits for the disk; those who wrote before that are done with it.
  private void sync(long mine) throws IOException {
    synchronized (syncing) {
      if (lastSynced >= mine) {
        return;
      }
      long upTo = written();
      log.getFD().sync();
      isSynced(upTo);
    }
  }

  private synchronized long written() {
    return seq;
  }

  private synchronized void isSynced(long upTo) {
    for (; lastSynced < upTo; lastSynced++) {
      synced.add(written.remove());
    }
  }

  /// The oldest that wait to be confirmed; none when none waits.
  synchronized List<Kept> next(int most) {
    return synced.stream().limit(most).toList();
  }

  /// Those that came [#next] were confirmed.
  synchronized void forget(List<Kept> confirmed) throws IOException {
    for (var kept : confirmed) {
      if (!synced.remove().equals(kept)) {
        throw new IllegalArgumentException("these are not the oldest");
      }
      if (unconfirmed.merge(kept.file(), -1, Integer::sum) == 0) {
        unconfirmed.remove(kept.file());
        drop(kept.file());
      }
    }
  }

  private void drop(Path confirmed) throws IOException {
    if (confirmed.equals(file)) {
      log.setLength(0);
      log.seek(0);
    } else {
      Files.delete(confirmed);
    }
  }

  /// Leaves nothing behind when all was confirmed.
  @Override
  public synchronized void close() {
    try {
      log.close();
      if (!unconfirmed.containsKey(file)) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.warn("{} stays: {}", file, e.toString());
    }
  }

  /// A number that cannot be read must not keep the worker from starting: the facts that are still
  /// here tell it, too, and the clock, which only someone sets back.
  private static long lastBoot(Path folder, Path number) throws IOException {
    long last = Leftovers.lastBoot(folder);
    if (Files.exists(number)) {
      var text = NUMBER.matcher(Files.readString(number, StandardCharsets.ISO_8859_1));
      if (text.matches()) {
        return Math.max(last, Long.parseLong(text.group(1)));
      }
      LOG.warn("{} is damaged; the next boot number follows from the clock", number);
    }
    return last;
  }
}
