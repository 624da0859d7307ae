package org.cardshop.beat;

import java.time.InstantSource;
import java.util.Map;
import org.cardshop.platform.messaging.Delivery;
import org.cardshop.platform.messaging.Handler;
import org.cardshop.platform.messaging.Verdict;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.storage.Runs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Does what was enqueued. A message that comes twice is done once, unless the first time was cut
/// short.
final class Working implements Handler {
  private static final Logger LOG = LoggerFactory.getLogger(Working.class);

  private final Map<String, Job> jobs;
  private final Runs runs;
  private final InstantSource clock;

  Working(Map<String, Job> jobs, Runs runs, InstantSource clock) {
    this.jobs = Map.copyOf(jobs);
    this.runs = runs;
    this.clock = clock;
  }

  @Override
  public Verdict handle(Delivery delivery) {
    var run = RunJson.read(delivery.body());
    var job = jobs.get(run.job());
    if (job == null) {
      return Verdict.dead("There is no job called '" + run.job() + "'.");
    }
    if (runs.isOpen(run)) {
      job.run(clock.instant());
      CrashPoint.at("run.done");
      runs.setEnded(run, clock.instant());
      LOG.info("{} is done", run);
    }
    return Verdict.ack();
  }
}
