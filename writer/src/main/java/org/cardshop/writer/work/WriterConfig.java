package org.cardshop.writer.work;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.worker.WorkerIdentity;
import org.cardshop.writer.slot.Slot;

/// What a writer host needs to know.
///
/// @param fixedAllowed names of slots whose devices need not be removable
/// @param cacheBytes bound of the chunk cache
public record WriterConfig(
    WorkerIdentity identity,
    Trust trust,
    List<Slot> slots,
    Confirmation confirmation,
    Set<String> fixedAllowed,
    long cacheBytes) {
  private static final long CACHE = 100_000_000_000L;

  public WriterConfig {
    slots = List.copyOf(slots);
    fixedAllowed = Set.copyOf(fixedAllowed);
  }

  /// Reads the environment; every problem is reported at once.
  public static WriterConfig from(Settings settings) {
    var identity = WorkerIdentity.from(settings);
    var trust = Trust.from(settings);
    var slots =
        settings.parsed(
            "CARDSHOP_SLOTS",
            Slot::parseAll,
            List.<Slot>of(),
            "slots like A-01=/dev/disk/by-path/…,A-02=file:/some/path?size=16GB");
    var confirmation =
        settings.parsedOr(
            "CARDSHOP_CONFIRM", Confirmation::parse, Confirmation.PERSON, "person or auto");
    var fixed =
        settings
            .optionalText("CARDSHOP_ALLOW_FIXED")
            .map(
                t -> Arrays.stream(t.split(",", -1)).map(String::strip).collect(Collectors.toSet()))
            .orElseGet(Set::of);
    long cache =
        settings.parsedOr("CARDSHOP_CACHE_BYTES", Long::parseLong, CACHE, "a number of bytes");
    settings.check();
    return new WriterConfig(identity, trust, slots, confirmation, fixed, cache);
  }
}
