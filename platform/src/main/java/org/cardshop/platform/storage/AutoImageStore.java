package org.cardshop.platform.storage;

import java.nio.charset.StandardCharsets;
import org.bson.Document;
import org.cardshop.platform.wire.Json;

/// The auto-images. A recipe is kept as JSON text: nobody queries it.
public final class AutoImageStore extends Registry<AutoImage> {
  public AutoImageStore(Database database) {
    super(database.collection("auto_images"), "slug");
  }

  @Override
  Document write(AutoImage image) {
    return new Document("slug", image.slug())
        .append("config", Json.text(image.config()))
        .append("channel", image.channel())
        .append("email", image.email())
        .append("active", image.active());
  }

  @Override
  AutoImage read(Document d) {
    return new AutoImage(
        d.getObjectId("_id").toHexString(),
        d.getString("slug"),
        Json.parseObject(d.getString("config").getBytes(StandardCharsets.UTF_8)),
        d.getString("channel"),
        d.getString("email"),
        d.getBoolean("active"));
  }
}
