package org.cardshop.creator.work;

import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.image.Folders;
import org.cardshop.creator.image.KeptImages;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.worker.Workshop;

/// The parts of a creator, in the order in which they come to life.
public final class CreatorProcess implements AutoCloseable {
  private final Closer closer = new Closer();

  public CreatorProcess(CreatorConfig config, InstantSource clock)
      throws IOException, InterruptedException {
    var identity = config.identity();
    var work = Files.createDirectories(identity.data().resolve("work"));
    var cache =
        new ContentCache(
            identity.data().resolve("cache"), config.cachePolicy(), config.reach(), clock);
    var folders = new Folders(cache, work);
    var kept = new KeptImages(folders, clock);
    kept.tidy();
    var building = new Building(identity.name(), folders, kept, config.trust());
    try {
      var broker = closer.add(Broker.connect(identity.broker()));
      closer.add(new Workshop(identity, building, broker, clock));
    } catch (IOException | InterruptedException | RuntimeException e) {
      closer.close();
      throw e;
    }
  }

  @Override
  public void close() {
    closer.close();
  }
}
