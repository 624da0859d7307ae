package org.cardshop.platform.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the factory what the worker knows: first onto the disk, then to the broker, in order,
/// until it is confirmed.
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
    try {
      var waiting = spool.waiting();
      for (int from = 0; from < waiting.size(); from += AT_ONCE) {
        send(waiting.subList(from, Math.min(waiting.size(), from + AT_ONCE)));
      }
    } catch (IOException e) {
      LOG.error("The spool of facts cannot be read: {}", e.toString());
      Thread.sleep(PAUSE);
    }
  }

  /// All together, so that the wait for the broker is one. When it is not known which of them
  /// arrived, all are sent again: whoever folds them knows those that it had.
  private void send(List<Path> files) throws IOException, InterruptedException {
    var sent = new ArrayList<Path>();
    var facts = new ArrayList<Broker.Addressed>();
    for (var file : files) {
      var fact = read(file);
      if (fact.isPresent()) {
        sent.add(file);
        facts.add(fact.get());
      }
    }
    while (!facts.isEmpty()) {
      try {
        broker.publish(Exchange.FACTS, facts);
        CrashPoint.at("fact.sent");
        for (var file : sent) {
          Files.delete(file);
          CrashPoint.at("fact.forgotten");
        }
        return;
      } catch (BrokerLostException e) {
        LOG.debug("the broker is away; facts wait on disk", e);
      } catch (UnroutableException e) {
        LOG.warn("Nobody takes facts: the queue is missing. Is a monitor running? Trying again.");
      }
      Thread.sleep(PAUSE);
    }
  }

  private Optional<Broker.Addressed> read(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    try {
      return Optional.of(new Broker.Addressed(worker + "." + Fields.of(bytes).text("type"), bytes));
    } catch (MalformedException e) {
      LOG.error(
          "A fact cannot be read ({}); the disk damaged {}. It is set aside and never sent: the"
              + " task's lease says the rest. Look at the disk.",
          e.getMessage(),
          file);
      spool.setAside(file);
      return Optional.empty();
    }
  }
}
