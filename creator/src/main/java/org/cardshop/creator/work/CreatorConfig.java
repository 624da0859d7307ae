package org.cardshop.creator.work;

import java.io.IOException;
import java.nio.file.Path;
import org.cardshop.creator.cache.Policy;
import org.cardshop.creator.cache.PolicyFile;
import org.cardshop.creator.source.Reach;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.worker.WorkerIdentity;

/// What a creator needs to know.
///
/// @param cachePolicy what the content cache keeps
/// @param reach how far recipes may reach for their contents
public record CreatorConfig(WorkerIdentity identity, Trust trust, Policy cachePolicy, Reach reach) {
  private static final long CACHE = 100_000_000_000L;

  /// Reads the environment; every problem is reported at once.
  public static CreatorConfig from(Settings settings) {
    var identity = WorkerIdentity.from(settings);
    var trust = Trust.from(settings);
    long cache =
        settings.parsedOr("CARDSHOP_CACHE_BYTES", Long::parseLong, CACHE, "a number of bytes");
    var policy =
        settings.parsedOr(
            "CARDSHOP_CACHE_POLICY",
            file -> policy(file, cache),
            Policy.ofSize(cache),
            "the path of a cache policy");
    var reach =
        settings.parsedOr(
            "CARDSHOP_SOURCES", CreatorConfig::reach, Reach.ANYWHERE, "'anywhere' or 'public'");
    settings.check();
    return new CreatorConfig(identity, trust, policy, reach);
  }

  private static Reach reach(String text) {
    return Reach.fromWire(text).orElseThrow(() -> new IllegalArgumentException("it is neither"));
  }

  private static Policy policy(String file, long usualSize) {
    try {
      return PolicyFile.read(Path.of(file), usualSize);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
