package org.cardshop.scheduler.autoimage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.storage.AutoImage;
import org.cardshop.platform.storage.AutoImageStore;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.Form;
import org.cardshop.scheduler.http.RegistryRoutes;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.order.RecipeRules;

/// What is particular about auto-images.
public record AutoImageKind(ChannelStore channels) implements RegistryRoutes.Kind<AutoImage> {
  private static final String EXAMPLE =
      """
      {"slug": "fr-wikipedia", "config": {"base": {"source": "https://example.org/base.img.xz"}},
       "channel": "cardshop", "email": "ops@example.org", "active": true}\
      """;

  public List<Route> routes(AutoImageStore images) {
    return new RegistryRoutes<>(
            "/auto-images",
            "auto-image",
            List.of("channel"),
            EXAMPLE,
            Action.CHANGE_AUTO_IMAGES,
            images,
            this)
        .routes();
  }

  @Override
  public AutoImage read(Form form, String id, Optional<AutoImage> before) {
    var config = form.object("config", before.map(AutoImage::config));
    if (!config.isEmpty()) {
      form.problems("config", RecipeRules.problems(config));
    }
    var channel = form.name("channel", before.map(AutoImage::channel));
    if (!channel.isEmpty() && channels.byName(channel).isEmpty()) {
      form.problem("channel", "must be the slug of a channel; '" + channel + "' is none.");
    }
    return new AutoImage(
        id,
        form.slug("slug", before.map(AutoImage::slug)),
        config,
        channel,
        form.email("email", before.map(AutoImage::email).or(() -> Optional.of(""))),
        form.flag("active", before.map(AutoImage::active).or(() -> Optional.of(true))));
  }

  @Override
  public ObjectNode view(AutoImage image) {
    return Json.object()
        .put("_id", image.id())
        .put("slug", image.slug())
        .<ObjectNode>set("config", RecipeSecrets.masked(image.config()))
        .put("channel", image.channel())
        .put("email", image.email())
        .put("active", image.active());
  }
}
