package org.cardshop.scheduler.warehouse;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.cardshop.core.health.FactoryLook.WarehouseLook;
import org.cardshop.platform.storage.Warehouse;
import org.cardshop.platform.storage.WarehouseStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks again and again whether somebody answers at the warehouses: else that is heard of only when
/// a creator or a writer needs one. A connection is opened and closed again; nothing is sent.
public final class WarehouseProbe implements AutoCloseable {
  /// Between two rounds.
  public static final Duration PERIOD = Duration.ofSeconds(15);

  private static final Logger LOG = LoggerFactory.getLogger(WarehouseProbe.class);
  private static final int PATIENCE_MILLIS = 3_000;
  private static final int MANY = 1_000;

  private final WarehouseStore warehouses;
  private final InstantSource clock;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("warehouses").factory());

  /// By the warehouse's id.
  private volatile Map<String, Answer> answers = Map.of();

  /// What was found at a warehouse.
  ///
  /// @param at when
  /// @param away empty when somebody answered
  record Answer(String name, Instant at, Optional<Away> away) {}

  /// Nobody answers.
  ///
  /// @param since the first attempt in vain
  /// @param problem what went wrong with the last one
  record Away(Instant since, String problem) {}

  public WarehouseProbe(WarehouseStore warehouses, InstantSource clock, Duration period) {
    this.warehouses = warehouses;
    this.clock = clock;
    var _ =
        thread.scheduleWithFixedDelay(
            this::round, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Empty when there was none yet.
  Optional<Answer> last(String warehouse) {
    return Optional.ofNullable(answers.get(warehouse));
  }

  /// What was found last, of all of them.
  public List<WarehouseLook> found() {
    return answers.values().stream()
        .map(a -> new WarehouseLook(a.name(), a.away().map(Away::since)))
        .toList();
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }

  /// Asks everywhere once.
  public void round() {
    try {
      var found = new HashMap<String, Answer>();
      for (var warehouse : warehouses.page(Map.of(), 0, MANY).items()) {
        found.put(warehouse.id(), ask(warehouse));
      }
      answers = Map.copyOf(found);
    } catch (RuntimeException e) {
      LOG.warn("Whether warehouses answer is not known now: {}", e.getMessage());
    }
  }

  private Answer ask(Warehouse warehouse) {
    var now = clock.instant();
    var since = last(warehouse.id()).flatMap(Answer::away).map(Away::since).orElse(now);
    var problem =
        Stream.of(warehouse.uploadUri(), warehouse.downloadUri())
            .distinct()
            .flatMap(door -> problem(door).stream())
            .findFirst();
    return new Answer(warehouse.name(), now, problem.map(p -> new Away(since, p)));
  }

  /// Why nobody answers there.
  private static Optional<String> problem(URI door) {
    int port = port(door);
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(door.getHost(), port), PATIENCE_MILLIS);
      return Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.of("there is no host " + door.getHost());
    } catch (IOException | IllegalArgumentException e) {
      // Warehouses of earlier versions may have any number for a port.
      return Optional.of(
          "nobody answers at " + door.getHost() + ":" + port + ": " + e.getMessage());
    }
  }

  /// As the scheme says when the address does not.
  private static int port(URI door) {
    if (door.getPort() >= 0) {
      return door.getPort();
    }
    return door.getScheme().equals("ftps") ? 990 : 21;
  }
}
