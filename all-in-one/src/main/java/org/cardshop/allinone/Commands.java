package org.cardshop.allinone;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `demo`, `up` and `doctor`.
@Command(
    name = "cardshop",
    subcommands = {DemoCommand.class, UpCommand.class, DoctorCommand.class},
    mixinStandardHelpOptions = true)
final class Commands {
  private Commands() {}

  /// @return exit status (design §10)
  static int run(String... args) {
    return new CommandLine(Commands.class, new Factory()).execute(args);
  }

  /// The parent command has nothing to hold.
  private static final class Factory implements CommandLine.IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      return type == Commands.class
          ? type.cast(new Commands())
          : CommandLine.defaultFactory().create(type);
    }
  }
}
