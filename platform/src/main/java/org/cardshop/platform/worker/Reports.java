package org.cardshop.platform.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.messaging.UnroutableException;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.runtime.Threads;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the factory what the worker knows: first onto the disk, then to the broker, in order,
/// until it is confirmed. What waits goes out together, so that the wait for the broker is one;
/// when it is not known which of it arrived, all is sent again: whoever folds it knows what it had.
final class Reports implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reports.class);
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final int AT_ONCE = 100;
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final String worker;
  private final Spool spool;
  private final Broker broker;
  private final InstantSource clock;
  private final Semaphore news = new Semaphore(1);
  private final Thread sender;
  private volatile boolean closing;

  Reports(String worker, Spool spool, Broker broker, InstantSource clock) {
    this.worker = worker;
    this.spool = spool;
    this.broker = broker;
    this.clock = clock;
    this.sender = Thread.ofPlatform().name("reports").start(this::run);
  }

  /// Keeps the fact for good; waits while the disk does not take it, for without it the work would
  /// not count.
  void say(Fact.Body body) throws InterruptedException {
    var at = clock.instant();
    while (true) {
      try {
        spool.keep(mark -> Json.bytes(FactJson.write(new Fact(worker, mark, at, body))));
        news.release();
        return;
      } catch (UncheckedIOException e) {
        LOG.error(
            "{} cannot be noted on disk ({}). Free some space; the work waits.",
            body.type(),
            e.getMessage());
        Thread.sleep(PAUSE);
      }
    }
  }

  /// Gives what waits a few seconds to go out; the rest stays on disk for the next start.
  @Override
  public void close() {
    closing = true;
    news.release();
    if (!Threads.join(sender, LAST_WORDS)) {
      LOG.info("Some facts are not confirmed yet; they are sent at the next start.");
      sender.interrupt();
    }
  }

  private void run() {
    try {
      while (!closing) {
        news.acquire();
        news.drainPermits();
        sendAll();
      }
      sendAll(); // the last words, which came after the last look
    } catch (InterruptedException e) {
      LOG.debug("reports end; what was not confirmed is sent at the next start", e);
    }
  }

  private void sendAll() throws InterruptedException {
    for (var facts = spool.next(AT_ONCE); !facts.isEmpty(); facts = spool.next(AT_ONCE)) {
      try {
        broker.publish(Exchange.FACTS, facts.stream().map(this::addressed).toList());
        CrashPoint.at("fact.sent");
        spool.forget(facts);
        CrashPoint.at("fact.forgotten");
        continue;
      } catch (BrokerLostException e) {
        LOG.debug("the broker is away; facts wait on disk", e);
      } catch (UnroutableException e) {
        LOG.warn("Nobody takes facts: the queue is missing. Is a monitor running? Trying again.");
      } catch (IOException e) {
        LOG.error("Facts that were sent stay on disk and are sent again: {}", e.toString());
      }
      Thread.sleep(PAUSE);
    }
  }

  private Broker.Addressed addressed(Spool.Kept fact) {
    return new Broker.Addressed(worker + "." + Fields.of(fact.bytes()).text("type"), fact.bytes());
  }
}
