package org.cardshop.scheduler.channel;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.Channel;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.storage.WarehouseStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Form;
import org.cardshop.scheduler.http.RegistryRoutes;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.worker.Furnishing;

/// What is particular about channels: a saved one gets its queues.
public record ChannelKind(WarehouseStore warehouses, OrderStore orders, Furnishing furnishing)
    implements RegistryRoutes.Kind<Channel> {
  private static final String EXAMPLE =
      """
      {"slug": "cardshop", "name": "Cardshop", "warehouse": "main", "active": true}\
      """;

  public List<Route> routes(ChannelStore channels) {
    return new RegistryRoutes<>(
            "/channels", "channel", List.of(), EXAMPLE, Action.CHANGE_SETUP, channels, this)
        .routes();
  }

  @Override
  public Channel read(Form form, String id, Optional<Channel> before) {
    var slug = form.slug("slug", before.map(Channel::slug));
    before
        .filter(b -> !b.slug().equals(slug))
        .ifPresent(_ -> form.problem("slug", "names queues and images; it cannot be changed."));
    var warehouse =
        form.text("warehouse", before.map(Channel::warehouse).or(() -> Optional.of("")));
    if (!warehouse.isEmpty() && warehouses.byName(warehouse).isEmpty()) {
      form.problem("warehouse", "must be the slug of a warehouse; '" + warehouse + "' is none.");
    }
    return new Channel(
        id,
        slug,
        form.name("name", before.map(Channel::name)),
        warehouse,
        form.flag("active", before.map(Channel::active).or(() -> Optional.of(true))));
  }

  @Override
  public ObjectNode view(Channel channel) {
    return Json.object()
        .put("_id", channel.id())
        .put("slug", channel.slug())
        .put("name", channel.name())
        .put("warehouse", channel.warehouse())
        .put("active", channel.active());
  }

  @Override
  public void saved(Channel channel) {
    furnishing.channel(channel.slug());
  }

  @Override
  public Optional<String> isNeeded(Channel channel) {
    return orders.page(Map.of("channel", channel.slug()), 0, 1).count() > 0
        ? Optional.of("The channel has orders; deactivate it instead.")
        : Optional.empty();
  }
}
