package org.cardshop.warehouse;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.warehouse.door.SchedulerDoorkeeper;
import org.cardshop.warehouse.ftp.Commands;
import org.cardshop.warehouse.ftp.FtpDoor;
import org.cardshop.warehouse.ftp.Stock;
import org.cardshop.warehouse.publishing.Publishing;
import org.cardshop.warehouse.room.Reservations;
import org.cardshop.warehouse.store.Announcements;
import org.cardshop.warehouse.store.Chunks;
import org.cardshop.warehouse.store.Collector;
import org.cardshop.warehouse.store.Images;
import org.cardshop.warehouse.store.Parts;
import org.cardshop.warehouse.store.Shelves;
import org.cardshop.warehouse.tls.Identities;
import org.cardshop.warehouse.tls.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A running warehouse.
public final class WarehouseProcess implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WarehouseProcess.class);
  private static final int MINUTES_BETWEEN_COLLECTIONS = 10;
  private static final int SECONDS_BETWEEN_PATROLS = 20;
  private static final int SECONDS_BETWEEN_LOOKS = 5;

  private final Closer closer = new Closer();
  private final Parts parts;
  private final Announcements announcements;
  private final Reservations reservations;
  private final Collector collector;
  private final FtpDoor door;

  private WarehouseProcess(WarehouseConfig config, InstantSource clock) throws IOException {
    var gate = new ReentrantReadWriteLock();
    Files.createDirectories(config.data());
    var shelves = new Shelves(config.data());
    parts = new Parts(shelves, clock);
    var chunks = new Chunks(shelves, parts, gate.readLock(), clock);
    var images = new Images(shelves, clock);
    announcements = new Announcements(shelves, clock);
    collector = new Collector(shelves, chunks, images, gate.writeLock(), clock);
    reservations = new Reservations(shelves, config.room());
    var doorkeeper = closer.add(new SchedulerDoorkeeper(config.scheduler(), config.trust(), clock));
    var publishing = new Publishing(chunks, images, announcements, doorkeeper, gate.readLock());
    var stock = new Stock(parts, chunks, images, announcements, publishing, reservations, clock);
    var commands = new Commands(doorkeeper, stock, config.needsTls(), config.limits());
    var identity = identity(config);
    door =
        closer.add(
            FtpDoor.open(
                config.bind(),
                config.port(),
                config.passivePorts(),
                identity,
                commands,
                doorkeeper,
                config.limits(),
                clock));
  }

  public static WarehouseProcess start(WarehouseConfig config, InstantSource clock)
      throws IOException {
    var process = new WarehouseProcess(config, clock);
    process.tidyEveryNowAndThen();
    LOG.info("the warehouse is open on port {}", process.port());
    return process;
  }

  public int port() {
    return door.port();
  }

  /// Removes uploads that were given up and chunks that no image needs; answers how many of these.
  public int tidy() throws IOException {
    parts.removeOld();
    announcements.removeOld();
    try {
      return collector.collect();
    } finally {
      reservations.count();
    }
  }

  /// Bytes that are reserved for uploads and have not come yet.
  public long reserved() {
    return reservations.reserved();
  }

  /// Shows out who takes too long, and whose token does not hold any more.
  public void patrol() {
    door.look();
    door.ask();
  }

  @Override
  public void close() {
    closer.close();
  }

  private void tidyEveryNowAndThen() {
    ScheduledExecutorService rounds =
        closer.add(
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("warehouse-collection").factory()));
    var _ =
        rounds.scheduleWithFixedDelay(
            this::round, 0, MINUTES_BETWEEN_COLLECTIONS, TimeUnit.MINUTES);
    // Who looks never waits for the scheduler.
    patrolEvery(SECONDS_BETWEEN_LOOKS, door::look);
    patrolEvery(SECONDS_BETWEEN_PATROLS, door::ask);
  }

  private void patrolEvery(int seconds, Runnable round) {
    ScheduledExecutorService patrols =
        closer.add(
            Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("warehouse-patrol").factory()));
    var _ =
        patrols.scheduleWithFixedDelay(() -> guarded(round), seconds, seconds, TimeUnit.SECONDS);
  }

  private static void guarded(Runnable round) {
    try {
      round.run();
    } catch (RuntimeException e) {
      LOG.error("nobody was shown out; the next round tries again", e);
    }
  }

  private void round() {
    try {
      tidy();
    } catch (IOException | RuntimeException e) {
      LOG.error("nothing was collected; the next round tries again", e);
    }
  }

  private static Identity identity(WarehouseConfig config) throws IOException {
    return config.pem().isPresent()
        ? Identities.fromPem(config.pem().get())
        : Identities.selfSigned(config.data().resolve("tls"));
  }
}
