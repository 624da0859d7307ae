package org.cardshop.scheduler.media;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.platform.storage.MediaStore;
import org.cardshop.platform.storage.Medium;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Form;
import org.cardshop.scheduler.http.RegistryRoutes;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.order.SdCard;

/// What is particular about media.
public final class MediaKind implements RegistryRoutes.Kind<Medium> {
  private static final String EXAMPLE =
      """
      {"name": "32 GB card", "type": "physical", "size": 32, "units": 1}\
      """;

  public List<Route> routes(MediaStore media) {
    return new RegistryRoutes<>(
            "/media", "medium", List.of(), EXAMPLE, Action.CHANGE_SETUP, media, this)
        .routes();
  }

  @Override
  public Medium read(Form form, String id, Optional<Medium> before) {
    return new Medium(
        id,
        form.name("name", before.map(Medium::name)),
        form.word(
            "type",
            SdCard::type,
            before.map(Medium::type),
            OrderTerms.Medium.PHYSICAL,
            SdCard.TYPES),
        form.whole("size", 1, SdCard.LARGEST_GB, before.map(Medium::size)),
        form.whole("units", 0, 1_000, before.map(Medium::units).or(() -> Optional.of(1))));
  }

  @Override
  public ObjectNode view(Medium medium) {
    return Json.object()
        .put("_id", medium.id())
        .put("name", medium.name())
        .put("type", SdCard.wire(medium.type()))
        .put("size", medium.size())
        .put("units", medium.units());
  }
}
