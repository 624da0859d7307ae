package org.cardshop.creator.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.cardshop.core.image.Manifest;
import org.cardshop.platform.runtime.Printable;
import org.cardshop.platform.runtime.Words;
import org.cardshop.platform.runtime.WrongUsageException;

/// `cardshop image check | build | map`: the creator's engine by hand.
public final class ImageCommand {
  private static final int DONE = 0;
  private static final int FAILED = 1;
  private static final int WRONG_USAGE = 2;

  private ImageCommand() {}

  /// @param args what follows `image` on the command line
  /// @return the exit status: 0 done, 1 failed, 2 wrong usage
  public static int run(String... args) {
    var words = List.of(args);
    if (words.contains("--help") || words.contains("-h")) {
      System.out.print(help());
      System.out.flush();
      return DONE;
    }
    try {
      run(words);
      return DONE;
    } catch (WrongUsageException e) {
      System.err.println(Printable.lines(String.valueOf(e.getMessage())));
      return WRONG_USAGE;
    } catch (Exception e) {
      System.err.println(Printable.lines(Failure.text(e)));
      return FAILED;
    }
  }

  private static void run(List<String> words) throws Exception {
    var rest = words.isEmpty() ? words : words.subList(1, words.size());
    switch (words.isEmpty() ? "" : words.getFirst()) {
      case "check" -> CheckCommand.of(rest).run();
      case "build" -> BuildCommand.of(rest).run();
      case "map" -> MapCommand.of(rest).run();
      default ->
          throw new WrongUsageException(
              "Say 'image check', 'image build' or 'image map'; see 'image --help'.");
    }
  }

  private static String help() {
    try (InputStream text = ImageCommand.class.getResourceAsStream("help.txt")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The one file that a command is about.
  ///
  /// @param what a word for it
  static Path operand(Words words, String what) {
    int count = words.operands().size();
    if (count != 1) {
      throw new WrongUsageException(
          "Name one " + what + (count == 0 ? "" : ", not " + count) + "; see --help.");
    }
    return path(words.operands().getFirst());
  }

  /// @throws WrongUsageException when no file can have this name, as in the C locale one in Arabic
  static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new WrongUsageException("No file can be named so: " + e.getMessage());
    }
  }

  /// A manifest lies beside its image.
  static String manifestName(String image) {
    return image + ".manifest.json";
  }

  /// The image's name, when no other is given: that of the file, as far as a name may have it.
  static String nameOf(String file) {
    var stem = file.replaceFirst("\\.img$", "").toLowerCase(Locale.ROOT);
    var name = stem.replaceAll("[^a-z0-9._-]", "-").replaceFirst("^[._-]+", "");
    return Manifest.requireName(name.isEmpty() ? "image" : name);
  }
}
