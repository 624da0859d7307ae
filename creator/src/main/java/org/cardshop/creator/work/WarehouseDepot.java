package org.cardshop.creator.work;

import java.io.ByteArrayInputStream;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.ManifestJson;

/// The real warehouse.
record WarehouseDepot(WarehouseClient client, Work.Create work) implements Depot {
  @Override
  public Set<Sha256> missing(Collection<Sha256> chunks)
      throws WarehouseException, InterruptedException {
    return client.missing(chunks);
  }

  @Override
  public Map<Sha256, Long> stored(Collection<Sha256> chunks)
      throws WarehouseException, InterruptedException {
    return client.stored(chunks);
  }

  @Override
  public void reserve(long bytes) throws WarehouseException, InterruptedException {
    client.reserve(bytes);
  }

  @Override
  public void put(Sha256 sha256, byte[] frame) throws WarehouseException, InterruptedException {
    client.putChunk(sha256, () -> new ByteArrayInputStream(frame));
  }

  @Override
  public void announce(Manifest manifest) throws WarehouseException, InterruptedException {
    client.announce(work.channel(), work.image(), ManifestJson.write(manifest));
  }

  @Override
  public PutManifest publish(Manifest manifest) throws WarehouseException, InterruptedException {
    return client.putManifest(work.channel(), work.image(), ManifestJson.write(manifest));
  }

  @Override
  public void close() {
    client.close();
  }
}
