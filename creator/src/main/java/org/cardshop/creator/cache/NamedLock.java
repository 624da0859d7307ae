package org.cardshop.creator.cache;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// A lock on a file's name, against other threads and against other processes. (A lock on a file
/// alone is held by the whole process, so threads would not exclude each other.)
final class NamedLock implements AutoCloseable {
  private static final Map<Path, ReentrantLock> THREADS = new ConcurrentHashMap<>();

  private final ReentrantLock threads;
  private final FileChannel channel;
  private final FileLock processes;

  private NamedLock(ReentrantLock threads, FileChannel channel, FileLock processes) {
    this.threads = threads;
    this.channel = channel;
    this.processes = processes;
  }

  @SuppressWarnings("LockNotBeforeTry") // released in close()
  static NamedLock take(Path file) throws IOException, InterruptedException {
    var threads =
        THREADS.computeIfAbsent(file.toAbsolutePath().normalize(), name -> new ReentrantLock());
    threads.lockInterruptibly();
    FileChannel channel = null;
    try {
      channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new NamedLock(threads, channel, channel.lock());
    } catch (IOException | RuntimeException e) {
      threads.unlock();
      if (channel != null) {
        channel.close();
      }
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      processes.release();
    } finally {
      threads.unlock();
    }
  }
}
