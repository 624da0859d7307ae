package org.cardshop.manager.setup;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.cardshop.manager.setup.AuditPage.Line;
import org.cardshop.manager.web.Days;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;

/// Who did, or was refused, what; and whether somebody tampered with it.
final class AuditRoutes {
  private static final String HERE = "/setup/audit";
  private static final List<String> FILTERS =
      List.of("by", "from", "what", "object", "since", "until");
  private static final int BAD_REQUEST = 400;
  private static final int SIZE = 20;

  List<Route> routes() {
    return List.of(
        Route.get(HERE, AuditRoutes::list), Route.get(HERE + "/verification", AuditRoutes::verify));
  }

  private static void list(Visit visit) throws IOException, InterruptedException {
    var filter = new LinkedHashMap<String, String>();
    FILTERS.forEach(
        name -> visit.query(name).map(String::strip).ifPresent(value -> filter.put(name, value)));
    int page = visit.query("page").map(Pages::number).orElse(1);
    try {
      var range = "/audit/?skip=" + (page - 1) * SIZE + "&limit=" + SIZE;
      var found = new Fields(visit.scheduler().get(range + asked(filter)));
      var lines = found.objects("items").stream().map(Line::of).toList();
      var count = found.fields("meta").whole("count");
      show(visit, filter, lines, page, count, Optional.empty());
    } catch (SchedulerException e) {
      if (e.status() != BAD_REQUEST) {
        throw e;
      }
      show(visit, filter, List.of(), 1, 0, Optional.of(e.sentence()));
    }
  }

  private static void show(
      Visit visit,
      Map<String, String> filter,
      List<Line> lines,
      int page,
      long count,
      Optional<String> problem) {
    var pages = new Pages(HERE, filter, page, SIZE, count);
    visit.show("setup/audit", new AuditPage(lines, Form.of(filter), pages, problem));
  }

  private static void verify(Visit visit) throws IOException, InterruptedException {
    var verdict = new Fields(visit.scheduler().get("/audit/verification"));
    visit.show("setup/verification", Verification.of(verdict));
  }

  /// A part of an address, `&` before each name.
  private static String asked(Map<String, String> filter) {
    var asked = new LinkedHashMap<>(filter);
    asked.computeIfPresent("since", (_, day) -> Days.start(day));
    asked.computeIfPresent("until", (_, day) -> Days.end(day));
    return asked.entrySet().stream()
        .map(f -> "&" + f.getKey() + "=" + Pages.encoded(f.getValue()))
        .collect(Collectors.joining());
  }
}
