package org.cardshop.platform.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.cardshop.core.task.Mark;
import org.cardshop.platform.runtime.CrashPoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Facts on disk, in order, until the broker has confirmed them: one file each, whose name sorts
/// like its place. What an earlier start of the worker left is still there.
final class Spool {
  private static final Logger LOG = LoggerFactory.getLogger(Spool.class);
  private static final String READY = ".json";
  private static final String DRAFT = ".draft";
  private static final String UNREADABLE = ".unreadable";
  private static final Pattern NUMBER = Pattern.compile("\\s*([0-9]{1,18})\\s*");
  private static final Pattern NAME = Pattern.compile("([0-9]{20})-[0-9]{10}\\..*");

  private final Path folder;
  private final long boot;
  private long seq;

  private Spool(Path folder, long boot) {
    this.folder = folder;
    this.boot = boot;
  }

  /// Opens the folder, making it where needed, and takes the next boot number: greater than every
  /// earlier one that is known, also when the clock was set back. What was being written when the
  /// power failed is thrown away: nobody was told that it is kept.
  static Spool open(Path folder, InstantSource clock) throws IOException {
    Files.createDirectories(folder);
    for (var draft : ending(folder, DRAFT)) {
      Files.delete(draft);
    }
    var file = folder.resolve("boot");
    long boot = Math.max(lastBoot(folder, file) + 1, clock.millis());
    write(file, Long.toString(boot).getBytes(StandardCharsets.UTF_8));
    return new Spool(folder, boot);
  }

  long boot() {
    return boot;
  }

  /// What a fact looks like once its place is known.
  interface Form {
    byte[] at(Mark mark);
  }

  /// Keeps one fact.
  ///
  /// @throws UncheckedIOException when the disk does not take it
  synchronized void keep(Form form) {
    var mark = new Mark(boot, seq + 1);
    try {
      write(
          folder.resolve(
              String.format(Locale.ROOT, "%020d-%010d%s", mark.boot(), mark.seq(), READY)),
          form.at(mark));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    seq++;
  }

  /// The facts that wait, in order.
  List<Path> waiting() throws IOException {
    return ending(folder, READY);
  }

  /// Takes a fact out of the way of the others that cannot be sent because its file is damaged. It
  /// stays beside them, under another name, for who looks into it.
  void setAside(Path fact) throws IOException {
    Files.move(
        fact,
        fact.resolveSibling(fact.getFileName() + UNREADABLE),
        StandardCopyOption.REPLACE_EXISTING);
  }

  /// A number that cannot be read must not keep the worker from starting: the facts that are still
  /// here tell it, too, and the clock, which only someone sets back.
  private static long lastBoot(Path folder, Path file) throws IOException {
    long last = 0;
    try (var files = Files.list(folder)) {
      for (var path : files.toList()) {
        var name = NAME.matcher(path.getFileName().toString());
        last = Math.max(last, name.matches() ? Long.parseLong(name.group(1)) : 0);
      }
    }
    if (Files.exists(file)) {
      var number = NUMBER.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
      if (number.matches()) {
        return Math.max(last, Long.parseLong(number.group(1)));
      }
      LOG.warn("{} is damaged; the next boot number follows from the clock", file);
    }
    return last;
  }

  private static List<Path> ending(Path folder, String suffix) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(suffix)).sorted().toList();
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + DRAFT);
    // Not through a channel: whoever is interrupted has the more to say.
    Files.write(
        draft,
        bytes,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.SYNC);
    CrashPoint.at("fact.drafted");
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
