package org.cardshop.creator.work;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseException;

/// A warehouse in memory, with a gate before what is stored.
final class Shed implements Depot.Door {
  final Map<Sha256, Long> chunks = new ConcurrentHashMap<>();
  final List<String> events = new CopyOnWriteArrayList<>();
  final List<Manifest> published = new CopyOnWriteArrayList<>();
  final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);
  final AtomicInteger outages = new AtomicInteger();
  final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
  final AtomicInteger opened = new AtomicInteger();

  /// What is stored from now on waits for [#permits].
  void hold() {
    permits.drainPermits();
  }

  long count(String event) {
    return events.stream().filter(event::equals).count();
  }

  @Override
  public Depot open() throws WarehouseException {
    if (outages.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
      throw new WarehouseException.Unavailable("closed");
    }
    opened.incrementAndGet();
    return new Depot() {
      @Override
      public Set<Sha256> missing(Collection<Sha256> names) {
        var missing = new LinkedHashSet<>(names);
        missing.removeAll(chunks.keySet());
        return missing;
      }

      @Override
      public Map<Sha256, Long> stored(Collection<Sha256> names) {
        var stored = new HashMap<>(chunks);
        stored.keySet().retainAll(Set.copyOf(names));
        return stored;
      }

      @Override
      public void reserve(long bytes) throws WarehouseException {
        events.add("reserve " + bytes);
        if (bytes > room.get()) {
          throw new WarehouseException.Full("no room for " + bytes);
        }
      }

      @Override
      public void put(Sha256 sha256, byte[] frame) throws WarehouseException, InterruptedException {
        permits.acquire();
        if (outages.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
          throw new WarehouseException.Unavailable("lost");
        }
        chunks.put(sha256, (long) frame.length);
        events.add("put " + sha256);
      }

      @Override
      public void announce(Manifest manifest) {
        events.add("announced");
      }

      @Override
      public PutManifest publish(Manifest manifest) {
        var missing =
            manifest.chunks().stream()
                .map(Chunk::sha256)
                .filter(c -> !chunks.containsKey(c))
                .toList();
        if (!missing.isEmpty()) {
          return new PutManifest.Missing(missing);
        }
        published.add(manifest);
        return new PutManifest.Published();
      }

      @Override
      public void close() {
        opened.decrementAndGet();
      }
    };
  }
}
