package org.cardshop.manager.order;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cardshop.manager.live.Board;
import org.cardshop.manager.live.Tile;
import org.cardshop.manager.web.Pages;
import org.cardshop.platform.scheduler.EventStream.Event;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;

/// One order as its page shows it. It is read anew when it or one of its tasks changed.
final class OrderBoard implements Board {
  private final String id;
  private Optional<OrderView> order = Optional.empty();
  private OrderLog log = new OrderLog(List.of());

  OrderBoard(String id) {
    this.id = id;
  }

  @Override
  public void read(SignedInClient scheduler) throws IOException, InterruptedException {
    var path = "/orders/" + Pages.encoded(id);
    var found = new Fields(scheduler.get(path + "?with_logs=true"));
    var waiting = WaitingView.of(new Fields(scheduler.get(path + "/waiting")));
    order = Optional.of(OrderView.of(found, waiting));
    log = OrderLog.of(found).last();
  }

  @Override
  public Effect changed(Event event) {
    var named = event.kind().equals("order") ? "_id" : "order";
    return event.state().optionalText(named).equals(Optional.of(id)) ? Effect.READ : Effect.NOTHING;
  }

  @Override
  public List<Tile> tiles() {
    return order
        .map(view ->
            List.of(
                new Tile("facts", "order/facts", view),
                new Tile("actions", "order/actions", view),
                new Tile("work", "order/work", view),
                new Tile("log", "order/log", log),
                new Tile("timeline", "order/timeline", view)))
        .orElse(List.of());
  }

  /// No event tells of a line in a log.
  @Override
  public Duration every() {
    return Duration.ofSeconds(2);
  }

  /// What the page shows at first.
  OrderPage page() {
    var stream = Tile.stream("/orders/" + Pages.encoded(id) + "/live", tiles());
    return new OrderPage(order.orElseThrow(), log, stream);
  }
}
