package org.cardshop.writer.card;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.cardshop.writer.chunk.ImageSource;

/// An image that is being opened while the targets are looked at, since both take a while. Closed,
/// it closes the image, or ends its opening.
final class Opening implements AutoCloseable {
  private final FutureTask<ImageSource> task;
  private final Thread thread;

  private Opening(Callable<ImageSource> open) {
    task = new FutureTask<>(open);
    thread = Thread.ofPlatform().name("image").start(task);
  }

  static Opening begin(Callable<ImageSource> open) {
    return new Opening(open);
  }

  /// Waits for the image.
  ImageSource image() throws IOException, InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case InterruptedException failure -> throw failure;
        case RuntimeException failure -> throw failure;
        case Error failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (!task.isDone()) {
      thread.interrupt();
    }
    boolean isInterrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    if (task.state() == FutureTask.State.SUCCESS) {
      task.resultNow().close();
    }
  }
}
