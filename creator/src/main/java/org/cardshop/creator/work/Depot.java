package org.cardshop.creator.work;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseException;

/// What an upload does at the warehouse for one image. A session of one thread; one that failed is
/// closed and not used again.
interface Depot extends AutoCloseable {
  /// Where sessions begin.
  interface Door {
    Depot open() throws WarehouseException, InterruptedException;
  }

  Set<Sha256> missing(Collection<Sha256> chunks) throws WarehouseException, InterruptedException;

  /// Bytes of the frames that are there.
  Map<Sha256, Long> stored(Collection<Sha256> chunks)
      throws WarehouseException, InterruptedException;

  /// Has room kept for what is put from now on, over all sessions of the task.
  void reserve(long bytes) throws WarehouseException, InterruptedException;

  void put(Sha256 sha256, byte[] frame) throws WarehouseException, InterruptedException;

  /// Lets writers fetch what is there of the image before it is published.
  void announce(Manifest manifest) throws WarehouseException, InterruptedException;

  PutManifest publish(Manifest manifest) throws WarehouseException, InterruptedException;

  @Override
  void close();
}
