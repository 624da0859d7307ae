package org.cardshop.writer.card;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.cardshop.platform.runtime.WrongUsageException;

/// `card`: the writer's engine by hand.
public final class CardCommand {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int REFUSED = 3;

  private CardCommand() {}

  /// @param args what follows `card` on the command line
  /// @return the exit status: 0 done, 1 failed, 2 wrong usage, 3 refused for safety
  public static int run(String... args) {
    return run(
        new PrintWriter(System.out, true, System.out.charset()),
        new PrintWriter(System.err, true, System.err.charset()),
        args);
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    var words = List.of(args);
    if (words.contains("--help") || words.contains("-h")) {
      out.print(help());
      out.flush();
      return DONE;
    }
    boolean isJson = words.contains("--json");
    try (Report report = isJson ? new JsonReport(out) : new TextReport(out, err)) {
      try {
        return run(words, report);
      } catch (WrongUsageException e) {
        report.failed(String.valueOf(e.getMessage()));
        return WRONG_USAGE;
      } catch (IOException e) {
        report.failed(String.valueOf(e.getMessage()));
        return FAILED;
      } catch (InterruptedException e) {
        report.failed("Cancelled before anything was written.");
        Thread.currentThread().interrupt();
        return FAILED;
      }
    }
  }

  private static int run(List<String> words, Report report)
      throws IOException, InterruptedException {
    var rest = words.isEmpty() ? words : words.subList(1, words.size());
    return switch (words.isEmpty() ? "" : words.getFirst()) {
      case "write" -> WriteCommand.of(rest).run(report);
      case "verify" -> VerifyCommand.of(rest).run(report);
      default ->
          throw new WrongUsageException("Say 'card write' or 'card verify'; see 'card --help'.");
    };
  }

  private static String help() {
    try (InputStream text = CardCommand.class.getResourceAsStream("help.txt")) {
      return new String(Objects.requireNonNull(text).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
