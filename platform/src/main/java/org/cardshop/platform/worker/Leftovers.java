package org.cardshop.platform.worker;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What earlier starts of a worker left in its spool. Version 1 kept each fact in a file of its
/// own, named by its place.
final class Leftovers {
  private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
  static final String FACTS = ".facts";
  private static final String FACT = ".json";
  private static final String DRAFT = ".draft";
  private static final String UNREADABLE = ".unreadable";
  private static final Pattern NAME = Pattern.compile("([0-9]{20})[-.].*");

  private Leftovers() {}

  /// Oldest first. What is damaged is moved out of the way of the rest, into files that stay beside
  /// them for who looks into it; what was being written when the power failed is removed.
  static List<Spool.Kept> read(Path folder) throws IOException {
    var left = new ArrayList<Spool.Kept>();
    for (var file : files(folder)) {
      var name = file.getFileName().toString();
      if (name.endsWith(DRAFT)) {
        Files.delete(file);
      } else if (name.endsWith(FACT)) {
        left.addAll(alone(file));
      } else if (name.endsWith(FACTS)) {
        left.addAll(lines(file));
      }
    }
    return left;
  }

  /// The greatest boot number that the names tell; 0 without any.
  static long lastBoot(Path folder) throws IOException {
    return files(folder).stream()
        .map(file -> NAME.matcher(file.getFileName().toString()))
        .mapToLong(name -> name.matches() ? Long.parseLong(name.group(1)) : 0)
        .max()
        .orElse(0);
  }

  private static List<Spool.Kept> alone(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    if (isFact(bytes)) {
      return List.of(new Spool.Kept(bytes, file));
    }
    Files.move(file, aside(file), StandardCopyOption.REPLACE_EXISTING);
    complain(aside(file));
    return List.of();
  }

  private static List<Spool.Kept> lines(Path file) throws IOException {
    var kept = new ArrayList<Spool.Kept>();
    var bytes = Files.readAllBytes(file);
    int from = 0;
    for (int to = 0; to < bytes.length; to++) {
      if (bytes[to] == '\n') {
        var fact = SpoolLine.read(Arrays.copyOfRange(bytes, from, to)).filter(Leftovers::isFact);
        if (fact.isPresent()) {
          kept.add(new Spool.Kept(fact.get(), file));
        } else {
          Files.write(aside(file), Arrays.copyOfRange(bytes, from, to + 1), CREATE, APPEND);
          complain(aside(file));
        }
        from = to + 1;
      }
    }
    if (kept.isEmpty()) {
      Files.delete(file);
    }
    return kept;
  }

  private static boolean isFact(byte[] bytes) {
    try {
      return !Fields.of(bytes).text("type").isEmpty();
    } catch (MalformedException e) {
      LOG.debug("no fact", e);
      return false;
    }
  }

  private static Path aside(Path file) {
    return file.resolveSibling(file.getFileName() + UNREADABLE);
  }

  private static void complain(Path aside) {
    LOG.error(
        "A fact cannot be read: the disk damaged it. It was put into {} and is never sent: the"
            + " task's lease says the rest. Look at the disk.",
        aside);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
