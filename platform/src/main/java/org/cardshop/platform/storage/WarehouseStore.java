package org.cardshop.platform.storage;

import java.net.URI;
import java.util.Optional;
import org.bson.Document;

/// The warehouses.
public final class WarehouseStore extends Registry<Warehouse> {
  public WarehouseStore(Database database) {
    super(database.collection("warehouses"), "slug");
  }

  /// The one with just these addresses.
  public Optional<Warehouse> byAddresses(URI upload, URI download) {
    var addresses =
        new Document("upload_uri", upload.toString()).append("download_uri", download.toString());
    return Optional.ofNullable(documents.find(addresses).first()).map(this::read);
  }

  @Override
  Document write(Warehouse warehouse) {
    return new Document("slug", warehouse.slug())
        .append("name", warehouse.name())
        .append("upload_uri", warehouse.uploadUri().toString())
        .append("download_uri", warehouse.downloadUri().toString());
  }

  @Override
  Warehouse read(Document d) {
    return new Warehouse(
        d.getObjectId("_id").toHexString(),
        d.getString("slug"),
        d.getString("name"),
        URI.create(d.getString("upload_uri")),
        URI.create(d.getString("download_uri")));
  }
}
