package org.cardshop.scheduler.warehouse;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.storage.Warehouse;
import org.cardshop.platform.storage.WarehouseStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Form;
import org.cardshop.scheduler.http.RegistryRoutes;
import org.cardshop.scheduler.http.Route;

/// What is particular about warehouses.
public record WarehouseKind(ChannelStore channels, WarehouseProbe probe)
    implements RegistryRoutes.Kind<Warehouse> {
  private static final Set<String> SCHEMES = Set.of("ftp", "ftps", "ftpes");
  private static final String EXAMPLE =
      """
      {"slug": "main", "name": "Main warehouse", "upload_uri": "ftp://warehouse.example.org:2121",
       "download_uri": "ftp://warehouse.example.org:2121"}\
      """;

  public List<Route> routes(WarehouseStore warehouses) {
    return new RegistryRoutes<>(
            "/warehouses", "warehouse", List.of(), EXAMPLE, Action.CHANGE_SETUP, warehouses, this)
        .routes();
  }

  @Override
  public Warehouse read(Form form, String id, Optional<Warehouse> before) {
    return new Warehouse(
        id,
        form.slug("slug", before.map(Warehouse::slug)),
        form.name("name", before.map(Warehouse::name)),
        form.uri("upload_uri", SCHEMES, before.map(Warehouse::uploadUri)),
        form.uri("download_uri", SCHEMES, before.map(Warehouse::downloadUri)));
  }

  @Override
  public ObjectNode view(Warehouse warehouse) {
    var answer = probe.last(warehouse.id());
    var away = answer.flatMap(WarehouseProbe.Answer::away);
    return Json.object()
        .put("_id", warehouse.id())
        .put("slug", warehouse.slug())
        .put("name", warehouse.name())
        .put("upload_uri", warehouse.uploadUri().toString())
        .put("download_uri", warehouse.downloadUri().toString())
        .put("answers", answer.map(a -> a.away().isEmpty()).orElse(null))
        .put("asked_at", answer.map(a -> a.at().toString()).orElse(null))
        .put("away_since", away.map(a -> a.since().toString()).orElse(null))
        .put("problem", away.map(WarehouseProbe.Away::problem).orElse(null));
  }

  @Override
  public Optional<String> isNeeded(Warehouse warehouse) {
    return channels.page(Map.of("warehouse", warehouse.slug()), 0, 1).items().stream()
        .findFirst()
        .map(c -> "The channel " + c.slug() + " uses this warehouse; give it another one first.");
  }
}
