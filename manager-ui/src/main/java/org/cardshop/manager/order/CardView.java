package org.cardshop.manager.order;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.manager.task.TaskView;
import org.cardshop.platform.wire.Fields;

/// A card of an order.
///
/// @param medium the writer's name of the card: of the verified one, or of that in the slot
/// @param label what people call it once it is verified, as in `A-03-0042`
/// @param rate bytes that were written per second, on the average; empty before it is verified
/// @param rewrites chunks that had to be written again; empty before it is verified
public record CardView(
    TaskView task,
    Optional<String> medium,
    Optional<String> label,
    OptionalLong rate,
    OptionalLong rewrites) {
  static CardView of(Fields task) {
    var view = TaskView.of(task);
    var product = task.optionalFields("product");
    return new CardView(
        view,
        product.map(p -> p.text("medium")).or(view::medium),
        product.map(p -> String.format(Locale.ROOT, "%s-%04d", p.text("slot"), view.unit())),
        product.map(p -> rate(task, p.whole("verified"))).orElse(OptionalLong.empty()),
        product.map(p -> p.optionalWhole("rewrites")).orElse(OptionalLong.empty()));
  }

  /// From the last time that writing began to the step after it.
  private static OptionalLong rate(Fields task, long bytes) {
    var history = task.objects("statuses");
    for (int i = history.size() - 2; i >= 0; i--) {
      if (history.get(i).text("status").equals("writing")) {
        var began = history.get(i).instant("on");
        long millis = Duration.between(began, history.get(i + 1).instant("on")).toMillis();
        return millis > 0 ? OptionalLong.of(bytes * 1000 / millis) : OptionalLong.empty();
      }
    }
    return OptionalLong.empty();
  }
}
