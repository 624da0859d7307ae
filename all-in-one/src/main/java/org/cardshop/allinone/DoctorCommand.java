package org.cardshop.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.embedded.store.UnusableStoreException;
import org.cardshop.platform.check.Breach;
import org.cardshop.platform.check.Checkup;
import org.cardshop.platform.runtime.Printable;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.storage.AuditStore;
import org.cardshop.platform.storage.Database;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.TaskStore;
import org.cardshop.warehouse.store.Inventory;
import org.cardshop.writer.slot.Slot;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Reads what the factory keeps and says what is not as it must always be (docs/invariants.md).
/// Changes nothing.
@Command(
    name = "doctor",
    description = {
      "Checks the database, the warehouse and the cards in the slots; changes nothing.",
      "Without --data it checks the database of CARDSHOP_MONGODB_URI."
    },
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "The folder of `up` or `demo`, which must not run meanwhile.")
  private @Nullable Path data;

  @Option(
      names = "--warehouse",
      paramLabel = "DIR",
      description = "The warehouse's folder, where it is on this host.")
  private @Nullable Path warehouse;

  private final List<Breach> breaches = new ArrayList<>();

  @Override
  public Integer call() throws IOException, InterruptedException {
    var settings = new Settings(System.getenv());
    try {
      if (data == null) {
        books(settings.text("CARDSHOP_MONGODB_URI"), settings);
      } else {
        embedded(data, settings);
      }
    } catch (WrongUsageException e) {
      System.err.println(Printable.lines(String.valueOf(e.getMessage())));
      return 2;
    } catch (UnusableStoreException e) {
      System.err.println(Printable.lines(String.valueOf(e.getMessage())));
      return 1;
    }
    breaches.forEach(b -> System.out.println(Printable.line(b.toString())));
    System.out.println(
        breaches.isEmpty() ? "All is as it must be." : breaches.size() + " breaches were found.");
    return breaches.isEmpty() ? 0 : 1;
  }

  private void embedded(Path folder, Settings settings) throws IOException, InterruptedException {
    if (!Files.isDirectory(folder.resolve("store"))) {
      throw new WrongUsageException(folder + " is no folder of `up` or `demo`: it has no store.");
    }
    if (warehouse == null) {
      warehouse = folder.resolve("warehouse");
    }
    try (var store = EmbeddedStore.open(folder.resolve("store"), 0)) {
      books(store.uri().toString(), settings);
    }
  }

  private void walkAudit(AuditStore store) {
    var audit = store.verify();
    System.out.println(
        "Walked the audit: "
            + audit.length()
            + " entries are sound"
            + (audit.length() == 0 ? "." : ", the last has the hash " + audit.hash() + "."));
    audit.wrong().ifPresent(wrong -> breaches.add(new Breach("I9", "the audit", wrong)));
  }

  private void books(String mongodb, Settings settings) throws IOException, InterruptedException {
    var slots = settings.optionalText("CARDSHOP_SLOTS").map(Slot::parseAll).orElse(List.of());
    settings.check();
    try (var database = Database.open(mongodb)) {
      var orders = new OrderStore(database);
      var tasks = new TaskStore(database);
      var findings = Checkup.of(orders, tasks, InstantSource.system());
      System.out.println("Looked at " + findings.orders() + " orders and their tasks.");
      breaches.addAll(findings.breaches());
      walkAudit(new AuditStore(database));
      var shelves = Optional.ofNullable(warehouse);
      if (shelves.isPresent()) {
        breaches.addAll(Inventory.of(shelves.get()));
        System.out.println("Read all that lies in " + shelves.get() + ".");
        breaches.addAll(new CardRound(orders, findings.owners(), shelves.get()).look(slots));
      }
    }
  }
}
