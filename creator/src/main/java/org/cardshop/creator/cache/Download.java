package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.function.LongConsumer;
import org.cardshop.creator.source.Found;
import org.cardshop.creator.source.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings a content into a file, going on where an earlier try stopped when the source can.
///
/// @param resumable whether what the file holds already is surely of the same version
record Download(Source source, Found found, Path part, boolean resumable) {
  private static final Logger LOG = LoggerFactory.getLogger(Download.class);
  private static final int TRIES = 5;
  private static final int BUFFER = 1 << 20;

  /// @param fetched told the bytes in the file so far
  void run(LongConsumer fetched) throws IOException, InterruptedException {
    if (!resumable) {
      Files.deleteIfExists(part);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        once(fetched);
        return;
      } catch (IOException e) {
        if (attempt == TRIES || Thread.currentThread().isInterrupted() || DiskFull.isCauseOf(e)) {
          throw e;
        }
        LOG.info("fetching again, try {}: {}", attempt + 1, e.getMessage());
        Thread.sleep(Duration.ofMillis(200L << attempt));
      }
    }
  }

  private void once(LongConsumer fetched) throws IOException, InterruptedException {
    try (var file = FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      long size = found.size().orElse(Long.MAX_VALUE);
      if (file.size() < size || size == 0) {
        append(file, fetched);
      }
      if (found.size().isPresent() && file.size() != size) {
        long has = file.size();
        if (has > size) {
          file.truncate(0);
        }
        throw new IOException("the source gave " + has + " bytes of " + size);
      }
      // Renamed into the cache next: a name there must never outlive its bytes.
      file.force(true);
    }
  }

  private void append(FileChannel file, LongConsumer fetched)
      throws IOException, InterruptedException {
    boolean mayContinue = found.size().isPresent() && found.version().isPresent();
    try (var opened = source.open(mayContinue ? file.size() : 0, found)) {
      file.truncate(opened.position());
      file.position(opened.position());
      var buffer = new byte[BUFFER];
      for (int n = opened.stream().read(buffer); n >= 0; n = opened.stream().read(buffer)) {
        var bytes = ByteBuffer.wrap(buffer, 0, n);
        while (bytes.hasRemaining()) {
          file.write(bytes);
        }
        fetched.accept(file.position());
      }
    }
  }
}
