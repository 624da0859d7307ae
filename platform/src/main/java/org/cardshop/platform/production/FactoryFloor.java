package org.cardshop.platform.production;

import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.task.TaskKey;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.messaging.UnroutableException;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.token.Tokens;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.Command;
import org.cardshop.platform.wire.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The workers and the warehouse, as effects reach them: through the broker and over FTP.
public final class FactoryFloor implements Outside {
  private static final Logger LOG = LoggerFactory.getLogger(FactoryFloor.class);
  private static final Duration TICKET = Duration.ofMinutes(5);

  /// Who the warehouse hears of in deletion tickets.
  private static final String HOUSEKEEPER = "housekeeper";

  private final Broker broker;
  private final Tokens tokens;
  private final Trust trust;
  private final InstantSource clock;

  public FactoryFloor(Broker broker, Tokens tokens, Trust trust, InstantSource clock) {
    this.broker = broker;
    this.tokens = tokens;
    this.trust = trust;
    this.clock = clock;
  }

  @Override
  public void ringDoorbell(String channel, String taskId, TaskKey key) {
    var kind = key.kind().wire();
    var bell = Json.object().put("task", taskId).put("kind", kind).put("order", key.order());
    try {
      broker.publish(Exchange.WORK, Queues.workKey(kind, channel), Json.bytes(bell));
      CrashPoint.at("doorbell.rung");
    } catch (UnroutableException e) {
      LOG.warn(
          "There is no queue for {} tasks of channel {} yet; beat rings again.", kind, channel);
    }
  }

  @Override
  public void stopWorker(String worker, String taskId, long epoch) {
    try {
      tell(worker, new Command.Cancel(taskId, epoch), "cancel");
      CrashPoint.at("worker.stopped");
    } catch (UnroutableException e) {
      // Whoever comes back under that name hears it in the answer to its renewal.
      LOG.warn("{} has no queue; it was not told to stop task {}", worker, taskId);
    }
  }

  /// Sends a command to a worker.
  ///
  /// @param name last part of the routing key
  public void tell(String worker, Command command, String name) {
    broker.publish(Exchange.COMMANDS, worker + "." + name, Json.bytes(command.json()));
  }

  /// Sends a command of which nothing hangs on its arrival; never waits.
  ///
  /// @param name last part of the routing key
  public void hint(String worker, Command command, String name) {
    broker.publishLossy(Exchange.COMMANDS, worker + "." + name, Json.bytes(command.json()));
  }

  @Override
  public void deleteImage(URI warehouse, String channel, String image) {
    var ticket =
        tokens.issue(
            new Claims.Ticket(
                HOUSEKEEPER,
                "",
                0,
                Claims.Direction.DELETE,
                channel,
                image,
                0,
                clock.instant().plus(TICKET)));
    try (var client = WarehouseClient.connect(warehouse, HOUSEKEEPER, ticket, trust)) {
      client.deleteImage(channel, image);
      CrashPoint.at("image.deleted");
    } catch (WarehouseException e) {
      throw new UncheckedIOException("the image " + image + " could not be removed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted before the image " + image + " was removed", e);
    }
  }
}
