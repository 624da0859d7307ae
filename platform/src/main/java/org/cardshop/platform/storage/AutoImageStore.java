package org.cardshop.platform.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import org.bson.Document;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.wire.Json;

/// The auto-images. A recipe is kept as JSON text: nobody queries it.
public final class AutoImageStore extends Registry<AutoImage> {
  private final Database database;

  public AutoImageStore(Database database) {
    super(database.collection("auto_images"), "slug");
    this.database = database;
  }

  @Override
  Document write(AutoImage image) {
    return new Document("slug", image.slug())
        .append("config", Json.text(sealed(image)))
        .append("channel", image.channel())
        .append("email", image.email())
        .append("active", image.active());
  }

  @Override
  AutoImage read(Document d) {
    return new AutoImage(
        d.getObjectId("_id").toHexString(),
        d.getString("slug"),
        opened(d),
        d.getString("channel"),
        d.getString("email"),
        d.getBoolean("active"));
  }

  private ObjectNode sealed(AutoImage image) {
    return RecipeSecrets.mapped(image.config(), secret -> database.seal().seal(secret, image.id()));
  }

  private ObjectNode opened(Document d) {
    var id = d.getObjectId("_id").toHexString();
    var kept = Json.parseObject(d.getString("config").getBytes(StandardCharsets.UTF_8));
    return RecipeSecrets.mapped(kept, secret -> database.seal().open(secret, id));
  }
}
