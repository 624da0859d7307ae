package org.cardshop.creator.work;

import java.util.Optional;
import org.cardshop.creator.image.Phase;
import org.cardshop.creator.image.Progress;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.worker.Hold;

/// Shows how far build and upload are, which go on at the same time. The build's thread and those
/// of the upload call it.
final class CreateProgress implements Progress, UploadWatch {
  private final Hold hold;
  private Optional<Build> build = Optional.empty();
  private long uploaded;

  private record Build(Phase phase, long done, long total) {}

  CreateProgress(Hold hold) {
    this.hold = hold;
  }

  @Override
  public synchronized void at(Phase phase, long done, long total) {
    build = Optional.of(new Build(phase, done, total));
    show(build.get());
  }

  /// From now on there is only the upload to show.
  synchronized void built() {
    build = Optional.empty();
  }

  @Override
  public synchronized void moved(long done, long total) {
    uploaded = done;
    build.ifPresentOrElse(
        this::show,
        () ->
            hold.progress(
                Json.object().put("step", "uploading").put("done", done).put("total", total)));
  }

  @Override
  public void checking() {
    hold.waits(Json.object().put("step", "uploading").put("phase", "checking"));
  }

  @Override
  public void checkpoint() throws InterruptedException {
    hold.checkpoint();
  }

  @Override
  public void log(String line) {
    hold.log(line);
  }

  private void show(Build now) {
    hold.progress(
        Json.object()
            .put("step", "building")
            .put("phase", now.phase().wire())
            .put("done", now.done())
            .put("total", now.total())
            .put("uploaded", uploaded));
  }
}
