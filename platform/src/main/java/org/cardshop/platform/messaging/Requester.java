package org.cardshop.platform.messaging;

import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Asks on behalf of one worker and awaits the answers on its own reply queue. Many may ask at
/// once.
public final class Requester implements AutoCloseable {
  private static final Subscription.Pace PACE = new Subscription.Pace(100, 100);

  private final String worker;
  private final String queue;
  private final Publisher publisher;
  private final Subscription replies;
  private final Map<String, CompletableFuture<byte[]>> asked = new ConcurrentHashMap<>();
  private volatile CompletableFuture<Void> ready = new CompletableFuture<>();

  Requester(String worker, String boot, Link link, Publisher publisher) {
    this.worker = worker;
    this.queue = Queues.replies(worker, boot);
    this.publisher = publisher;
    this.replies = new Subscription(queue, link, new ReplyQueue(), PACE, this::areTaken);
  }

  Requester start() {
    replies.start();
    return this;
  }

  /// Asks and waits for the answer. A request that nobody takes in time vanishes; one that was
  /// taken may have been carried out even when this throws.
  ///
  /// @throws RequestTimeoutException when no answer came in time
  /// @throws BrokerLostException when the connection was lost meanwhile
  public byte[] ask(String verb, byte[] body, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    var id = UUID.randomUUID().toString();
    var answer = new CompletableFuture<byte[]>();
    try {
      ready.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
      asked.put(id, answer);
      var properties =
          Publisher.passing()
              .replyTo(queue)
              .correlationId(id)
              .expiration(publisher.expiration(expiration(deadline)));
      publisher.publish(
          new Letter(Exchange.REQUESTS.wire(), worker + "." + verb, properties, body));
      return answer.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new RequestTimeoutException(
          "nobody answered '" + verb + "' within " + timeout.toMillis() + " ms");
    } catch (ExecutionException e) {
      throw BrokerLostException.behind(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BrokerLostException("interrupted before '" + verb + "' was answered", e);
    } finally {
      asked.remove(id);
    }
  }

  /// A little before the asker gives up, so that no one works for an asker who is gone.
  private static Duration expiration(long deadline) {
    return Duration.ofNanos((deadline - System.nanoTime()) / 10 * 9);
  }

  @Override
  public void close() {
    replies.close();
  }

  private List<Boolean> areTaken(List<Delivery> arrived) {
    for (var reply : arrived) {
      reply.correlationId().map(asked::remove).ifPresent(answer -> answer.complete(reply.body()));
    }
    return Collections.nCopies(arrived.size(), true);
  }

  private final class ReplyQueue implements Subscription.Source {
    @Override
    public String open(Channel channel) throws IOException {
      channel.queueDeclare(queue, false, true, true, Map.of());
      ready.complete(null);
      return queue;
    }

    @Override
    public void lost() {
      ready = new CompletableFuture<>();
      for (var answer : asked.values()) {
        answer.completeExceptionally(
            new BrokerLostException("the connection was lost before the answer came"));
      }
    }
  }
}
