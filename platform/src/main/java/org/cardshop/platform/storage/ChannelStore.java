package org.cardshop.platform.storage;

import org.bson.Document;

/// The channels.
public final class ChannelStore extends Registry<Channel> {
  public ChannelStore(Database database) {
    super(database.collection("channels"), "slug");
  }

  @Override
  Document write(Channel channel) {
    return new Document("slug", channel.slug())
        .append("name", channel.name())
        .append("warehouse", channel.warehouse())
        .append("active", channel.active());
  }

  @Override
  Channel read(Document d) {
    return new Channel(
        d.getObjectId("_id").toHexString(),
        d.getString("slug"),
        d.getString("name"),
        d.getString("warehouse"),
        d.getBoolean("active"));
  }
}
