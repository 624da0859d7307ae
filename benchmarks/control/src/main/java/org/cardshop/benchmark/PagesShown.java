package org.cardshop.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How long the manager takes for each of its pages, with many orders in the books and a full
/// bench.
final class PagesShown implements Benchmark {
  private static final String OPERATOR = "operator";
  private static final String MANAGER = "admin";
  private static final String MENU = "other pages of the menu";
  private static final int WAITING = 40;
  private static final double KB = 1000;

  private final int orders;
  private final int requests;
  private final Random random = new Random(4);
  private @Nullable Scene scene;

  /// @param requests of each page
  PagesShown(int orders, int requests) {
    this.orders = orders;
    this.requests = requests;
  }

  /// What there is to be shown.
  ///
  /// @param order one whose cards are written
  private record Scene(Visitor operator, Visitor manager, String order) {}

  /// The addresses of a page, one of which is drawn for each request.
  private interface Address {
    String draw(Scene scene);
  }

  private record PageOf(String name, Address address) {}

  @Override
  public String name() {
    return "pages";
  }

  @Override
  public String about() {
    return "Each page of the manager, %d times, one request at a time, by somebody who is signed in:"
            .formatted(requests)
        + " from the request until all of the page is there. In the books are %d orders that have"
            .formatted(orders)
        + " ended or wait for a parcel, %d that wait for a creator, %d that wait for a writer, and"
            .formatted(WAITING, WAITING)
        + " those whose cards are written in %d slots of %d hosts. *%s*: whatever else the header"
            .formatted(Floor.HOSTS * Floor.SLOTS, Floor.HOSTS, MENU)
        + " leads a manager to; the figures are those of the slowest. KB are 1000 bytes, as they go"
        + " over the wire, compressed.";
  }

  @Override
  public List<Case> cases() {
    var cases = new ArrayList<Case>();
    for (var page : pages()) {
      cases.add(
          new Case(page.name(), plant -> measured(scene(plant).operator(), page.address(), plant)));
    }
    cases.add(new Case(MENU, this::menu));
    return cases;
  }

  @Override
  public List<Goal> goals() {
    return cases().stream().map(c -> Goal.atMost(c.name(), "p95 ms", 50)).toList();
  }

  private List<PageOf> pages() {
    return List.of(
        new PageOf("orders", _ -> "/orders"),
        new PageOf(
            "orders, a page of all", _ -> "/orders?page=" + (1 + random.nextInt(orders / 20))),
        new PageOf("orders by status", _ -> "/orders?status=shipped&page=" + someOf(1000)),
        new PageOf(
            "orders by channel", _ -> "/orders?channel=" + channel() + "&page=" + someOf(500)),
        new PageOf("orders by client", _ -> "/orders?client.email=" + client()),
        new PageOf("orders since a day", _ -> "/orders?since=" + week(0) + "&page=" + someOf(500)),
        new PageOf("orders of some days", _ -> "/orders?since=" + week(0) + "&until=" + week(1)),
        new PageOf(
            "orders by status, channel and day",
            _ -> "/orders?status=shipped&channel=" + channel() + "&since=" + week(0)),
        new PageOf(
            "orders by a common word", _ -> "/orders?q=" + Names.kind(1 + random.nextInt(7))),
        new PageOf(
            "orders by two words", _ -> "/orders?q=library+" + Names.town(random.nextInt(20))),
        new PageOf("orders by address and status", _ -> "/orders?status=shipped&q=" + client()),
        new PageOf("order", s -> "/orders/" + s.order()),
        new PageOf("labels", s -> "/orders/" + s.order() + "/labels"),
        new PageOf("packing", s -> "/orders/" + s.order() + "/pack"),
        new PageOf("new order", _ -> "/orders/new"),
        new PageOf("bench", _ -> "/bench"),
        new PageOf("wall", _ -> "/bench/wall"),
        new PageOf("fleet", _ -> "/fleet"),
        new PageOf("images", _ -> "/images"),
        new PageOf("health", _ -> "/health/factory"),
        new PageOf("account", _ -> "/account"));
  }

  private Map<String, Double> menu(Plant plant) throws IOException, InterruptedException {
    var manager = scene(plant).manager();
    var measured = Set.of("/orders", "/orders/new", "/bench", "/fleet", "/images", "/account");
    var slowest = new HashMap<String, Double>();
    for (var way : manager.ways("/orders")) {
      if (way.equals("/") || measured.contains(way) || way.equals("/health/factory")) {
        continue;
      }
      var figures = measured(manager, _ -> way, plant);
      figures.forEach((name, figure) -> slowest.merge(name, figure, Math::max));
    }
    return slowest;
  }

  private Map<String, Double> measured(Visitor visitor, Address address, Plant plant)
      throws IOException, InterruptedException {
    var millis = new ArrayList<Double>();
    double largest = 0;
    for (int i = 0; i < requests; i++) {
      var got = visitor.get(address.draw(scene(plant)));
      millis.add(got.millis());
      largest = Math.max(largest, got.bytes());
    }
    return Map.of(
        "p50 ms",
        Figures.percentile(millis, 50),
        "p95 ms",
        Figures.percentile(millis, 95),
        "most ms",
        Figures.percentile(millis, 100),
        "KB",
        largest / KB);
  }

  /// Made at the first case, for all.
  private Scene scene(Plant plant) throws IOException, InterruptedException {
    var made = scene;
    if (made == null) {
      new Archive(plant).growTo(orders);
      var stock = new Stock(plant);
      stock.images(WAITING);
      stock.cards(WAITING * Stock.CARDS);
      var task = new Floor(plant).slots().getFirst().task();
      var order = plant.admin().get("/tasks/" + task).path("order").asText();
      plant.user(OPERATOR, OPERATOR);
      made =
          new Scene(
              new Visitor(plant.manager(), OPERATOR), new Visitor(plant.manager(), MANAGER), order);
      scene = made;
    }
    return made;
  }

  private String channel() {
    return Archive.channel(random.nextInt(Archive.CHANNELS));
  }

  private String client() {
    return Archive.client(random.nextInt(Archive.CLIENTS));
  }

  /// So many weeks after a third of the archive was placed.
  private String week(int number) {
    return Archive.day(orders / 3).plusWeeks(number).toString();
  }

  private int someOf(int pages) {
    return 1 + random.nextInt(Math.max(1, Math.min(pages, orders / 1000)));
  }
}
