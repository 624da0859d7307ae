package org.cardshop.writer.work;

import java.io.IOException;
import java.time.InstantSource;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.worker.Workshop;
import org.cardshop.writer.card.CardWriter;
import org.cardshop.writer.chunk.ChunkCache;
import org.cardshop.writer.chunk.ChunkMemory;

/// The parts of a writer, in the order in which they come to life.
public final class WriterProcess implements AutoCloseable {
  private final Closer closer = new Closer();

  public WriterProcess(WriterConfig config, InstantSource clock)
      throws IOException, InterruptedException {
    try {
      for (var slot : config.slots()) {
        slot.place().prepare();
      }
      var data = config.identity().data();
      var cache = closer.add(new ChunkCache(data.resolve("chunks"), config.cacheBytes(), clock));
      var memory = closer.add(ChunkMemory.forThisProcess());
      var journal = new MediumJournal(data.resolve("media"), clock);
      var broker = closer.add(Broker.connect(config.identity().broker()));
      var traffic = new Traffic();
      var prefetch = closer.add(prefetch(config, cache, traffic));
      var cards = new CardWriter(memory, clock);
      var writing = new Writing(config, journal, cache, cards, traffic, prefetch);
      closer.add(new Workshop(config.identity(), writing, broker, clock));
    } catch (IOException | InterruptedException | RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  private static Prefetch prefetch(WriterConfig config, ChunkCache cache, Traffic traffic) {
    var door = PrefetchSession.door(config.identity().name(), config.trust());
    return new Prefetch(
        door, cache, config.cacheBytes(), traffic, Prefetch.PAUSE, Prefetch.PATIENCE);
  }

  @Override
  public void close() {
    closer.close();
  }
}
