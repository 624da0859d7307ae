package org.cardshop.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/// How long a page of the list of orders takes, and what memory the processes need, as the archive
/// grows.
final class OrderList implements Benchmark {
  private static final int LIMIT = 20;
  private static final int REQUESTS = 400;
  private static final int FILTERS = 8;
  private static final int WARM_UP = 200;
  private static final double MIB = 1 << 20;

  private final List<Integer> sizes;
  private final Random random = new Random(4);
  private @Nullable Archive archive;

  OrderList(int most) {
    sizes = List.of(most / 100, most / 10, most);
  }

  @Override
  public String name() {
    return "order-list";
  }

  @Override
  public String about() {
    return "`GET /orders/?limit=%d` over HTTP, one request at a time, %d of them: without a filter, with"
            .formatted(LIMIT, REQUESTS)
        + " each of `status`, `channel`, `client.email`, `created_by`, and with two of them; half"
        + " of the pages are the first, the others begin anywhere up to the last order. Heap is"
        + " what is in use after a full collection (`jcmd GC.run`); each process may take 512 MiB.";
  }

  @Override
  public boolean isOnce() {
    return true;
  }

  @Override
  public List<Case> cases() {
    return sizes.stream()
        .map(size ->
            new Case(
                String.format(Locale.ROOT, "%,d orders", size).replace(',', ' '),
                plant -> measure(plant, size)))
        .toList();
  }

  @Override
  public List<Goal> goals() {
    var largest = cases().getLast().name();
    var smallest = cases().getFirst().name();
    return List.of(
        Goal.atMost(largest, "p95 ms", 200),
        Goal.atMost(largest, "store heap MiB", 1.5).times(smallest),
        Goal.atMost(largest, "scheduler heap MiB", 1.5).times(smallest));
  }

  private Map<String, Double> measure(Plant plant, int size)
      throws IOException, InterruptedException {
    var orders = archive == null ? new Archive(plant) : archive;
    archive = orders;
    long began = System.nanoTime();
    orders.growTo(size);
    double filled = (System.nanoTime() - began) / 1e9;
    for (int i = 0; i < WARM_UP; i++) {
      millis(plant, filter(i), skip(size));
    }
    var all = new ArrayList<Double>();
    for (int i = 0; i < REQUESTS; i++) {
      all.add(millis(plant, filter(i), skip(size)));
    }
    return Map.of(
        "p50 ms",
        Figures.percentile(all, 50),
        "p95 ms",
        Figures.percentile(all, 95),
        "most ms",
        Figures.percentile(all, 100),
        "store heap MiB",
        plant.store().liveHeap() / MIB,
        "scheduler heap MiB",
        plant.scheduler().liveHeap() / MIB,
        "store RSS MiB",
        plant.store().resident() / MIB,
        "scheduler RSS MiB",
        plant.scheduler().resident() / MIB,
        "filled in s",
        filled);
  }

  private String filter(int number) {
    var status = "&status=" + oneOf("shipped", "expired", "canceled", "pending_shipment");
    var channel = "&channel=" + Archive.channel(random.nextInt(Archive.CHANNELS));
    var user = "&created_by=" + Archive.user(random.nextInt(Archive.USERS));
    var client = "&client.email=" + Archive.client(random.nextInt(Archive.CLIENTS));
    return switch (number % FILTERS) {
      case 0 -> "";
      case 1 -> status;
      case 2 -> channel;
      case 3 -> client;
      case 4 -> user;
      case 5 -> status + channel;
      case 6 -> status + user;
      default -> status + client;
    };
  }

  private int skip(int size) {
    return random.nextBoolean() ? 0 : random.nextInt(size);
  }

  private String oneOf(String... words) {
    return words[random.nextInt(words.length)];
  }

  private static double millis(Plant plant, String filter, int skip)
      throws IOException, InterruptedException {
    long began = System.nanoTime();
    var page = plant.admin().get("/orders/?skip=" + skip + "&limit=" + LIMIT + filter);
    double taken = (System.nanoTime() - began) / 1e6;
    int count = page.path("meta").path("count").asInt();
    if (page.path("items").size() != Math.clamp((long) count - skip, 0, LIMIT)) {
      throw new IllegalStateException("a page of '" + filter + "' from " + skip + " is not whole");
    }
    return taken;
  }
}
