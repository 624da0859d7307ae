package org.cardshop.benchmark;

import java.util.List;
import org.cardshop.platform.runtime.WrongUsageException;

/// `Main [OPTION...] NAME...`: runs benchmarks, prints their tables and keeps their results.
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  private static int run(String... args) {
    try {
      var options = Options.read(args);
      var wanted = wanted(options);
      new Rounds(options, System.err::println).run(wanted);
      return 0;
    } catch (WrongUsageException e) {
      System.err.println(e.getMessage());
      return 2;
    } catch (Exception e) {
      e.printStackTrace();
      return 1;
    }
  }

  private static List<Benchmark> wanted(Options options) {
    List<Benchmark> all =
        List.of(
            new ReadyRunning(200 / options.scale()),
            new ClaimComplete(5000 / options.scale()),
            new FactsFolded(20_000 / options.scale()),
            new Recovery(options.scale() == 1 ? 6 : 2),
            new Guesses(200 / options.scale()),
            new PagesShown(100_000 / options.scale(), 200 / options.scale()),
            new EventToPixel(60 / options.scale()),
            new OrderList(1_000_000 / options.scale()));
    var names = all.stream().map(Benchmark::name).toList();
    for (var name : options.names()) {
      if (!names.contains(name) && !name.equals("all")) {
        throw new WrongUsageException("There is no benchmark '" + name + "'.\n" + Options.USAGE);
      }
    }
    return all.stream()
        .filter(b -> options.names().contains(b.name()) || options.names().contains("all"))
        .toList();
  }
}
