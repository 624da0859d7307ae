package org.cardshop.manager.order;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.cardshop.manager.web.Pages;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;

/// What the orders of a page wait for.
final class Waits {
  private static final int NOT_FOUND = 404;

  /// One reader shall not keep the scheduler from everybody else.
  private static final int AT_ONCE = 8;

  private Waits() {}

  /// The sentence of each order that has not ended, by its id. One may be deleted meanwhile.
  ///
  /// @throws IOException when the scheduler says no or cannot be reached
  static Map<String, String> of(SignedInClient scheduler, List<Fields> orders)
      throws IOException, InterruptedException {
    var questions =
        orders.stream()
            .filter(order -> !hasEnded(order.text("status")))
            .map(order -> question(scheduler, order.text("_id")))
            .toList();
    var sentences = new HashMap<String, String>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      for (var answer : threads.invokeAll(questions)) {
        sentences.putAll(answer.get());
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("asking what orders wait for failed", e.getCause());
    }
    return sentences;
  }

  static boolean hasEnded(String status) {
    return switch (status) {
      case "shipped", "expired", "canceled" -> true;
      default -> false;
    };
  }

  private static Callable<Map<String, String>> question(SignedInClient scheduler, String id) {
    return () -> {
      try {
        var path = "/orders/" + Pages.encoded(id) + "/waiting";
        return Map.of(id, WaitingView.of(new Fields(scheduler.get(path))).sentence());
      } catch (SchedulerException e) {
        if (e.status() != NOT_FOUND) {
          throw e;
        }
        return Map.of();
      }
    };
  }
}
