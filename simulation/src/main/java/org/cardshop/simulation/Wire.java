package org.cardshop.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.messaging.Answerer;
import org.cardshop.platform.messaging.BatchHandler;
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
    consumeBatches(host, queue, 1, BatchHandler.oneByOne(handler));
  }

  /// The same, all that has come at once, up to so many.
  void consumeBatches(Host host, String queue, int most, BatchHandler handler) {
    each(
        host,
        queue,
        most,
        messages -> handler.handle(messages.stream().map(Wire::delivery).toList()));
  }

  /// Answers requests, in a fiber of the host.
  <Q> void answer(Host host, int most, Answerer<Q> answerer) {
    each(
        host,
        "requests",
        most,
        messages -> {
          var read = new ArrayList<Q>();
          for (var message : messages) {
            var parts = message.key().split("\\.", -1);
            read.add(answerer.read(parts[0], parts[1], message.body()));
          }
          var answers = answerer.answer(read);
          for (int i = 0; i < messages.size(); i++) {
            reply(host, messages.get(i).call(), answers.get(i));
          }
          return Collections.nCopies(messages.size(), Verdict.ack());
        });
  }

  private void reply(Host host, @Nullable Call call, byte[] answer) {
    if (call != null && server.isUp && !host.isMute && !call.caller.isDeaf) {
      call.answer = answer;
      kernel.rouse(call.fiber);
    }
  }

  private interface Taking {
    List<Verdict> of(List<Message> messages) throws Exception;
  }

  private void each(Host host, String queue, int most, Taking taking) {
    kernel.spawn(
        host,
        queue,
        () -> {
          while (true) {
            var messages = take(host, queue, most);
            var asIs = isHasty ? Verdict.ack() : Verdict.requeue();
            var verdicts = Collections.nCopies(messages.size(), asIs);
            try {
              var judged = judged(taking, messages);
              verdicts = isHasty ? verdicts : judged;
            } finally {
              for (int i = 0; i < messages.size(); i++) {
                settle(host, queue, messages.get(i), verdicts.get(i));
              }
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

  private static List<Verdict> judged(Taking taking, List<Message> messages) {
    try {
      return taking.of(messages);
    } catch (Exception e) {
      if (messages.size() > 1) {
        return messages.stream().map(m -> judged(taking, List.of(m)).getFirst()).toList();
      }
      return List.of(
          e instanceof MalformedException
              ? Verdict.dead(String.valueOf(e.getMessage()))
              : Verdict.requeue());
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

  /// Waits for the first.
  private List<Message> take(Host host, String name, int most) {
    var queue = queue(name);
    while (true) {
      boolean canHear = server.isUp && host.hears();
      var taken = canHear ? due(queue, most) : List.<Message>of();
      if (!taken.isEmpty()) {
        return taken;
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

  private List<Message> due(Queue queue, int most) {
    var due = new ArrayList<Message>();
    for (var messages = queue.messages.iterator(); messages.hasNext() && due.size() < most; ) {
      var message = messages.next();
      if (message.notBefore() <= kernel.now() && !kernel.chance(luck.swapped)) {
        messages.remove();
        due.add(message);
      }
    }
    return due;
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
