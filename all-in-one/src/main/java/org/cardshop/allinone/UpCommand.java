package org.cardshop.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.cardshop.manager.ManagerConfig;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.runtime.Start;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The embedded product, until stopped.
@Command(
    name = "up",
    description = "Runs the whole product in one process, until stopped.",
    mixinStandardHelpOptions = true)
final class UpCommand implements Callable<Integer> {
  private static final int HTTP = 8000;
  private static final int MANAGER = 8080;
  private static final int FTP = 2121;
  private static final int SLOTS = 8;

  @Option(names = "--data", paramLabel = "DIR", description = "Where everything is kept.")
  private @Nullable Path data;

  @Override
  public Integer call() {
    return Start.untilStopped("Cardshop", this::open);
  }

  private AutoCloseable open(Settings settings) throws Exception {
    var folder =
        data != null
            ? data
            : settings
                .optionalPath("CARDSHOP_DATA")
                .orElse(Path.of(System.getProperty("user.home"), ".cardshop"));
    Files.createDirectories(folder);
    var cards = Files.createDirectories(folder.resolve("cards"));
    var options =
        new Options(
            folder,
            settings.port("CARDSHOP_HTTP_PORT", HTTP),
            settings.port("CARDSHOP_MANAGER_PORT", MANAGER),
            settings.port("CARDSHOP_FTP_PORT", FTP),
            writer(settings, Demo.slots(cards, SLOTS, "")),
            given(settings, "CARDSHOP_KEEP_FREE", "CARDSHOP_QUOTA"),
            settings.optionalText("CARDSHOP_ADMIN_PASSWORD"),
            ManagerConfig.offer(settings));
    settings.check();
    var factory = new EmbeddedFactory(withSamples(options), InstantSource.system());
    System.out.println("Manager: " + factory.manager());
    System.out.println("API: " + factory.scheduler());
    System.out.println(
        options.adminPassword().isPresent()
            ? "Sign in as admin with the password of CARDSHOP_ADMIN_PASSWORD."
            : "Sign in as admin; the password is in " + folder.resolve("secrets/admin"));
    return factory;
  }

  /// Something to try it with, where nobody said what there is.
  private static Options withSamples(Options options) throws InterruptedException {
    if (!options.offer().equals(ManagerConfig.Offer.NOTHING)) {
      return options;
    }
    try {
      var folder = Files.createDirectories(options.data().resolve("samples"));
      return options.offering(Samples.shelf(folder));
    } catch (IOException e) {
      System.out.println("There are no samples to order from: " + e.getMessage());
      return options;
    }
  }

  /// What the environment says of the slots; files where it names none, which are not there until a
  /// card is put in on the bench.
  private static Map<String, String> writer(Settings settings, String files) {
    var writer = new HashMap<String, String>();
    writer.put("CARDSHOP_SLOTS", files);
    writer.putAll(given(settings, "CARDSHOP_SLOTS", "CARDSHOP_CONFIRM", "CARDSHOP_ALLOW_FIXED"));
    return writer;
  }

  /// Those of the names that are set.
  private static Map<String, String> given(Settings settings, String... names) {
    var given = new HashMap<String, String>();
    for (var name : names) {
      settings.optionalText(name).ifPresent(value -> given.put(name, value));
    }
    return given;
  }
}
