package org.cardshop.writer.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.Command;
import org.cardshop.writer.chunk.ChunkFetch;
import org.cardshop.writer.chunk.TestImage;

/// A warehouse in memory into which images come chunk by chunk.
final class Site implements PrefetchSession.Door, ChunkFetch {
  final Set<String> goodTickets = ConcurrentHashMap.newKeySet();
  final List<String> events = new CopyOnWriteArrayList<>();
  final Semaphore permits = new Semaphore(Integer.MAX_VALUE / 2);
  private final Map<String, TestImage> images = new ConcurrentHashMap<>();
  private final Map<Sha256, byte[]> chunks = new ConcurrentHashMap<>();

  void announce(String name, TestImage image) {
    images.put(name, image);
  }

  void store(TestImage image, int... indexes) {
    for (int i : indexes) {
      chunks.put(image.chunk(i).sha256(), image.frame(image.chunk(i).sha256()));
    }
  }

  /// What is fetched from now on waits for [#permits].
  void hold() {
    permits.drainPermits();
  }

  long count(String event) {
    return events.stream().filter(event::equals).count();
  }

  @Override
  public PrefetchSession open(Command.Prefetch hint) throws WarehouseException {
    requireGood(hint);
    events.add("open " + hint.image() + " " + hint.ticket());
    return new PrefetchSession() {
      @Override
      public Manifest manifest() throws IOException {
        var image = images.get(hint.image());
        if (image == null) {
          events.add("no manifest");
          throw new WarehouseException.Refused("there is no such image yet");
        }
        return image.manifest();
      }

      @Override
      public void fetch(Sha256 sha256, long stored, Path to)
          throws IOException, InterruptedException {
        requireGood(hint);
        Site.this.fetch(sha256, stored, to);
      }

      @Override
      public void close() {
        events.add("close " + hint.image());
      }
    };
  }

  @Override
  public void fetch(Sha256 sha256, long stored, Path to) throws IOException, InterruptedException {
    events.add("asked " + sha256);
    try {
      permits.acquire();
    } catch (InterruptedException e) {
      events.add("interrupted");
      throw e;
    }
    var frame = chunks.get(sha256);
    if (frame == null) {
      events.add("no chunk");
      throw new WarehouseException.Refused("there is no such chunk yet");
    }
    Files.write(to, frame);
    events.add("fetched " + sha256);
  }

  private void requireGood(Command.Prefetch hint) throws WarehouseException {
    if (!goodTickets.contains(hint.ticket())) {
      events.add("void " + hint.ticket());
      throw new WarehouseException.Refused("the ticket is void");
    }
  }
}
