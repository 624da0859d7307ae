package org.cardshop.platform.storage;

import org.bson.Document;
import org.cardshop.core.order.OrderTerms;

/// The kinds of cards that can be ordered.
public final class MediaStore extends Registry<Medium> {
  public MediaStore(Database database) {
    super(database.collection("media"), "name");
  }

  @Override
  Document write(Medium medium) {
    return new Document("name", medium.name())
        .append("type", medium.type().name())
        .append("size", medium.size())
        .append("units", medium.units());
  }

  @Override
  Medium read(Document d) {
    return new Medium(
        d.getObjectId("_id").toHexString(),
        d.getString("name"),
        OrderTerms.Medium.valueOf(d.getString("type")),
        d.getInteger("size"),
        d.getInteger("units"));
  }
}
