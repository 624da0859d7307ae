package org.cardshop.creator.image;

import org.cardshop.core.image.Manifest;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// `cardshop image check | build | map`: the creator's engine by hand.
@Command(
    name = "image",
    mixinStandardHelpOptions = true,
    description = "Checks recipes, builds images, maps images.",
    subcommands = {CheckCommand.class, BuildCommand.class, MapCommand.class})
public final class ImageCommand {
  static final int DONE = 0;
  static final int FAILED = 1;

  /// Runs a command line.
  ///
  /// @return exit status: 0 done, 1 failed, 2 wrong usage
  public static int run(String... args) {
    var line = new CommandLine(new ImageCommand());
    line.setExecutionExceptionHandler((failure, command, parsed) -> {
      command.getErr().println(Failure.text(failure));
      return FAILED;
    });
    return args.length == 0 ? line.execute("--help") + 2 : line.execute(args);
  }

  /// A manifest lies beside its image.
  static String manifestName(String image) {
    return image + ".manifest.json";
  }

  /// The image's name, when no other is given: that of the file, as far as a name may have it.
  static String nameOf(String file) {
    var stem = file.replaceFirst("\\.img$", "").toLowerCase(java.util.Locale.ROOT);
    var name = stem.replaceAll("[^a-z0-9._-]", "-").replaceFirst("^[._-]+", "");
    return Manifest.requireName(name.isEmpty() ? "image" : name);
  }
}
