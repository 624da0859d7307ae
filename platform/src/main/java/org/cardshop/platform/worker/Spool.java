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
import org.cardshop.core.task.Mark;

/// Facts on disk, in order, until the broker has confirmed them: one file each, whose name sorts
/// like its place. What an earlier start of the worker left is still there.
final class Spool {
  private static final String READY = ".json";

  private final Path folder;
  private final long boot;
  private long seq;

  private Spool(Path folder, long boot) {
    this.folder = folder;
    this.boot = boot;
  }

  /// Opens the folder, making it where needed, and takes the next boot number: greater than every
  /// earlier one, also when the clock was set back.
  static Spool open(Path folder, InstantSource clock) throws IOException {
    Files.createDirectories(folder);
    var file = folder.resolve("boot");
    long last = Files.exists(file) ? Long.parseLong(Files.readString(file).strip()) : 0;
    long boot = Math.max(last + 1, clock.millis());
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
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(READY)).sorted().toList();
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    var draft = file.resolveSibling(file.getFileName() + ".draft");
    // Not through a channel: whoever is interrupted has the more to say.
    Files.write(
        draft,
        bytes,
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.SYNC);
    Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
