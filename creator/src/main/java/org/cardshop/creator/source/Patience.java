package org.cardshop.creator.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A stream that fails when nothing comes for a while: Java's HTTP client would wait for ever on a
/// server that has gone silent.
public final class Patience extends FilterInputStream {
  private final Duration silence;

  public Patience(InputStream stream, Duration silence) {
    super(stream);
    this.silence = silence;
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    var silent = new CompletableFuture<Void>();
    var alarm =
        silent
            .completeOnTimeout(null, silence.toMillis(), TimeUnit.MILLISECONDS)
            .thenRun(this::give);
    try {
      return in.read(into, from, length);
    } catch (IOException e) {
      if (silent.isDone()) {
        throw new SocketTimeoutException("nothing came for " + silence.toSeconds() + " seconds");
      }
      throw e;
    } finally {
      alarm.cancel(false);
      silent.cancel(false);
    }
  }

  /// Closing the stream ends the read that waits.
  private void give() {
    try {
      in.close();
    } catch (IOException e) {
      // the read fails with its own reason
    }
  }
}
