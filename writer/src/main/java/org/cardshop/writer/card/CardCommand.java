package org.cardshop.writer.card;

import java.io.PrintWriter;
import org.cardshop.platform.runtime.WrongUsageException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `card`: the writer's engine by hand.
@Command(
    name = "card",
    description = "Writes images to cards and proves cards against images.",
    mixinStandardHelpOptions = true,
    subcommands = {WriteCommand.class, VerifyCommand.class},
    synopsisSubcommandLabel = "COMMAND")
public final class CardCommand {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int WRONG_USAGE = 2;
  static final int REFUSED = 3;

  /// @param args what follows `card` on the command line
  /// @return the exit status: 0 done, 1 failed, 2 wrong usage, 3 refused for safety
  public static int run(String... args) {
    return run(
        new PrintWriter(System.out, true, System.out.charset()),
        new PrintWriter(System.err, true, System.err.charset()),
        args);
  }

  static int run(PrintWriter out, PrintWriter err, String... args) {
    return new CommandLine(new CardCommand())
        .setOut(out)
        .setErr(err)
        .setExecutionExceptionHandler((failure, command, _) -> {
          command.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
          return failure instanceof WrongUsageException ? WRONG_USAGE : FAILED;
        })
        .execute(args);
  }
}
