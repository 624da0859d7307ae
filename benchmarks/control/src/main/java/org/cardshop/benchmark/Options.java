package org.cardshop.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.cardshop.platform.runtime.WrongUsageException;

/// What to measure, and how often.
///
/// @param rounds counted ones; one more before them only warms up
/// @param scale tasks, facts, orders and samples are divided by it
/// @param only words, one of which a case's name must have; all cases when empty
/// @param results where results go
/// @param names benchmarks
record Options(int rounds, int scale, List<String> only, Path results, List<String> names) {
  static final String USAGE =
      """
      usage: benchmarks/control/run [--rounds N] [--quick] [--only WORD,...] [--results DIR] NAME...

        ready-running   how soon an idle worker is seen at work
        claim-complete  tasks a second from claim to success, beside Celery
        facts           facts folded a second
        recovery        how long until others stand in for who is gone
        guesses         a login while passwords are guessed
        pages           every page of the manager, with 100 000 orders
        event-pixel     from a writer's word until Chromium shows it, with 500 slots
        order-list      pages of the list of orders as the archive grows to a million
        all             all of them\
      """;

  static Options read(String... arguments) {
    int rounds = 5;
    int scale = 1;
    var only = List.<String>of();
    var results = Path.of(System.getProperty("benchmark.home", "."), "results");
    var names = new ArrayList<String>();
    var words = List.of(arguments).iterator();
    while (words.hasNext()) {
      var word = words.next();
      switch (word) {
        case "--rounds" -> rounds = Integer.parseInt(words.next());
        case "--quick" -> scale = 10;
        case "--only" -> only = List.of(words.next().split(","));
        case "--results" -> results = Path.of(words.next());
        default -> names.add(word);
      }
    }
    if (names.isEmpty() || rounds < 1) {
      throw new WrongUsageException(USAGE);
    }
    return new Options(rounds, scale, only, results, names);
  }

  boolean wants(String name) {
    return only.isEmpty() || only.stream().anyMatch(name::contains);
  }
}
