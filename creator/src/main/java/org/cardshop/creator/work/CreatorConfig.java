package org.cardshop.creator.work;

import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.worker.WorkerIdentity;

/// What a creator needs to know.
///
/// @param cacheBytes bound of what the content cache keeps
public record CreatorConfig(WorkerIdentity identity, Trust trust, long cacheBytes) {
  private static final long CACHE = 100_000_000_000L;

  /// Reads the environment; every problem is reported at once.
  public static CreatorConfig from(Settings settings) {
    var identity = WorkerIdentity.from(settings);
    var trust = Trust.from(settings);
    long cache =
        settings.parsedOr("CARDSHOP_CACHE_BYTES", Long::parseLong, CACHE, "a number of bytes");
    settings.check();
    return new CreatorConfig(identity, trust, cache);
  }
}
