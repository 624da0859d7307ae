package org.cardshop.simulation;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.Workers;

/// The workers, as each last reported itself.
final class WorkerShelf implements Workers {
  private final Map<String, Worker> workers = new LinkedHashMap<>();
  private final Map<String, Long> seqs = new HashMap<>();

  @Override
  public void saw(Worker worker, long seq) {
    var known = workers.get(worker.name());
    boolean isNewer =
        known == null
            || known.boot() < worker.boot()
            || (known.boot() == worker.boot() && seqs.getOrDefault(worker.name(), 0L) <= seq);
    if (isNewer) {
      workers.put(worker.name(), worker);
      seqs.put(worker.name(), seq);
    }
  }

  @Override
  public void left(String name, long boot) {
    workers.computeIfPresent(name, (_, w) -> w.boot() == boot ? away(w) : w);
  }

  @Override
  public long silentSince(Instant time) {
    var silent =
        workers.values().stream()
            .filter(w -> w.online() && w.lastHeartbeat().isBefore(time))
            .toList();
    silent.forEach(w -> workers.put(w.name(), away(w)));
    return silent.size();
  }

  @Override
  public Optional<Worker> find(String name) {
    return Optional.ofNullable(workers.get(name));
  }

  @Override
  public List<Worker> ofChannel(String channel) {
    return workers.values().stream().filter(w -> w.channel().equals(channel)).toList();
  }

  private static Worker away(Worker w) {
    return new Worker(
        w.name(),
        w.kind(),
        w.channel(),
        w.boot(),
        w.version(),
        w.lastHeartbeat(),
        false,
        w.slots(),
        w.diskFree());
  }
}
