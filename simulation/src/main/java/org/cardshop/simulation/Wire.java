package org.cardshop.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.messaging.Answerer;
import org.cardshop.platform.messaging.BrokerLostException;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Handler;
import org.cardshop.platform.messaging.RequestTimeoutException;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.wire.MalformedException;
import org.jspecify.annotations.Nullable;

/// The broker: queues that keep what was confirmed, and deliver it at least once, late, twice, or
/// out of order.
final class Wire {
  private static final long LOOK = 1_000;

  /// Between looks into an empty queue; whatever is put into it rouses somebody.
  private static final long IDLE = 20_000;

  private static final long PAUSE = 1_000;

  /// What may go wrong with single messages, in a thousand.
  static final class Luck {
    int doubled;
    int delayed;
    int swapped;

    /// Only of messages on which nothing may hang.
    int lost;
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Message(
      String key, byte[] body, boolean redelivered, @Nullable Call call, long notBefore) {
    Message again(long later) {
      return new Message(key, body, true, call, later);
    }
  }

  /// A request whose sender waits.
  private static final class Call {
    final Host caller;
    final Kernel.Fiber fiber;
    byte @Nullable [] answer;

    Call(Host caller, Kernel.Fiber fiber) {
      this.caller = caller;
      this.fiber = fiber;
    }
  }

  private static final class Queue {
    final List<Message> messages = new ArrayList<>();
    final List<Kernel.Fiber> waiting = new ArrayList<>();
  }

  private final Kernel kernel;
  private final boolean isHasty;
  final Server server;
  final Luck luck = new Luck();
  final List<String> dead = new ArrayList<>();
  private final Map<String, Queue> queues = new LinkedHashMap<>();

  /// @param isHasty whether messages are acknowledged before they are handled; never, but to show
  ///   what comes of it
  Wire(Kernel kernel, boolean isHasty) {
    this.kernel = kernel;
    this.isHasty = isHasty;
    this.server = new Server(kernel, "the broker");
  }

  /// Keeps the message and confirms it.
  ///
  /// @throws BrokerLostException when it was not confirmed; it may have been kept
  void publish(Host from, String queue, String key, byte[] body) {
    try {
      server.reach(from);
      put(queue, new Message(key, body, false, null, due()));
      if (kernel.chance(luck.doubled)) {
        put(queue, new Message(key, body, false, null, due()));
      }
      server.answer(from);
    } catch (Server.AwayException e) {
      throw new BrokerLostException(String.valueOf(e.getMessage()), e);
    }
  }

  /// As [#publish], of what may be lost on the way without a word.
  void tell(Host from, String queue, String key, byte[] body) {
    if (!kernel.chance(luck.lost)) {
      publish(from, queue, key, body);
    }
  }

  /// @throws RequestTimeoutException without an answer in time
  byte[] ask(Host from, String key, byte[] body, Duration patience) {
    var call = new Call(from, kernel.current());
    long end = kernel.now() + patience.toMillis();
    try {
      server.reach(from);
    } catch (Server.AwayException e) {
      throw new BrokerLostException(String.valueOf(e.getMessage()), e);
    }
    put("requests", new Message(key, body, false, call, due()));
    while (call.answer == null && kernel.now() < end) {
      kernel.sleepUntil(end);
    }
    if (call.answer == null) {
      throw new RequestTimeoutException("no answer to " + key);
    }
    return call.answer;
  }

  /// Handles what comes, in a fiber of the host, until the host dies.
  void consume(Host host, String queue, Handler handler) {
    each(host, queue, message -> handler.handle(delivery(message)));
  }

  /// Answers requests, in a fiber of the host.
  void answer(Host host, Answerer answerer) {
    each(
        host,
        "requests",
        message -> {
          var parts = message.key().split("\\.", -1);
          var answer = answerer.answer(parts[0], parts[1], message.body());
          var call = message.call();
          if (call != null && server.isUp && !host.isMute && !call.caller.isDeaf) {
            call.answer = answer;
            kernel.rouse(call.fiber);
          }
          return Verdict.ack();
        });
  }

  private interface Taking {
    Verdict of(Message message) throws Exception;
  }

  private void each(Host host, String queue, Taking taking) {
    kernel.spawn(
        host,
        queue,
        () -> {
          while (true) {
            var message = take(host, queue);
            var verdict = isHasty ? Verdict.ack() : Verdict.requeue();
            try {
              var judged = judged(taking, message);
              verdict = isHasty ? verdict : judged;
            } finally {
              settle(host, queue, message, verdict);
            }
          }
        });
  }

  /// Forgets all messages: its disk was lost.
  void wipe() {
    queues.values().forEach(q -> q.messages.clear());
  }

  private static Delivery delivery(Message message) {
    return new Delivery(
        "",
        message.key(),
        message.body(),
        message.redelivered(),
        Optional.empty(),
        Optional.empty());
  }

  private static Verdict judged(Taking taking, Message message) {
    try {
      return taking.of(message);
    } catch (MalformedException e) {
      return Verdict.dead(String.valueOf(e.getMessage()));
    } catch (Exception e) {
      return Verdict.requeue();
    }
  }

  private void settle(Host host, String queue, Message message, Verdict verdict) {
    boolean isHeard = host.isUp && server.isUp && !host.isMute;
    switch (verdict) {
      case Verdict.Ack _ when isHeard -> {}
      case Verdict.Dead(var reason) when isHeard -> dead.add(reason);
      case Verdict.Ack _, Verdict.Dead _, Verdict.Requeue _ ->
          put(queue, message.again(kernel.now() + PAUSE));
    }
  }

  private Message take(Host host, String name) {
    var queue = queue(name);
    while (true) {
      boolean canHear = server.isUp && host.hears();
      if (canHear) {
        for (int i = 0; i < queue.messages.size(); i++) {
          if (queue.messages.get(i).notBefore() <= kernel.now() && !kernel.chance(luck.swapped)) {
            return queue.messages.remove(i);
          }
        }
      }
      var fiber = kernel.current();
      queue.waiting.add(fiber);
      try {
        kernel.sleep(canHear && queue.messages.isEmpty() ? IDLE : LOOK);
      } finally {
        queue.waiting.remove(fiber);
      }
    }
  }

  private void put(String name, Message message) {
    var queue = queue(name);
    queue.messages.add(message);
    queue.waiting.stream()
        .filter(fiber -> fiber.host.hears())
        .findFirst()
        .ifPresent(fiber -> {
          queue.waiting.remove(fiber);
          kernel.rouse(fiber);
        });
  }

  private long due() {
    return kernel.now() + (kernel.chance(luck.delayed) ? kernel.below(60_000) : 0);
  }

  private Queue queue(String name) {
    return queues.computeIfAbsent(name, _ -> new Queue());
  }
}
