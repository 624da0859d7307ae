package org.cardshop.creator.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A folder of one build's own. It is locked while the build lives: a folder whose lock is free was
/// left by a process that died, and goes when the next build starts, unless it says that its image
/// is kept.
final class Workshop implements AutoCloseable {
  private static final String PREFIX = "build-";
  private static final String LOCK = "lock";
  private static final String KEPT = "kept";

  private final Path folder;
  private final FileChannel lock;

  private Workshop(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static Workshop in(Path work) throws IOException {
    Files.createDirectories(work);
    // One at a time in this process, so that no one sweeps a folder between its making and locking;
    // other processes are kept out by the lock on the work folder.
    synchronized (Workshop.class) {
      try (var gate = open(work.resolve(".lock"));
          var _ = gate.lock()) {
        sweep(work);
        var folder = Files.createTempDirectory(work, PREFIX);
        var lock = open(folder.resolve(LOCK));
        lock.lock();
        return new Workshop(folder, lock);
      }
    }
  }

  /// Takes over the folder of a kept image.
  ///
  /// @return empty when it is gone, or someone works in it
  static Optional<Workshop> adopted(Path folder) throws IOException {
    FileChannel lock = null;
    try {
      lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
      if (lock.tryLock() != null) {
        return Optional.of(new Workshop(folder, lock));
      }
    } catch (OverlappingFileLockException | NoSuchFileException e) {
      // someone of this process works in it, or has removed it
    }
    if (lock != null) {
      lock.close();
    }
    return Optional.empty();
  }

  /// The folders of kept images.
  static List<Path> kept(Path work) throws IOException {
    if (!Files.isDirectory(work)) {
      return List.of();
    }
    try (var folders = Files.newDirectoryStream(work, PREFIX + "*")) {
      var kept = new ArrayList<Path>();
      folders.forEach(kept::add);
      kept.removeIf(folder -> !Files.exists(keptFile(folder)));
      return kept;
    }
  }

  /// Says in a folder that its image is kept, and how.
  static Path keptFile(Path folder) {
    return folder.resolve(KEPT);
  }

  Path folder() {
    return folder;
  }

  /// Leaves the folder as it is, for whoever adopts it.
  void leave() {
    try {
      lock.close();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot unlock " + folder, e);
    }
  }

  @Override
  public void close() {
    try (lock) {
      delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static void sweep(Path work) throws IOException {
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(work, PREFIX + "*")) {
      for (var folder : folders) {
        if (!Files.exists(keptFile(folder)) && isAbandoned(folder)) {
          delete(folder);
        }
      }
    }
  }

  private static boolean isAbandoned(Path folder) throws IOException {
    try (var lock = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE);
        var taken = lock.tryLock()) {
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false;
    } catch (NoSuchFileException e) {
      return true;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  private static void delete(Path folder) throws IOException {
    Files.deleteIfExists(keptFile(folder)); // first: without all the rest it would be a lie
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path done, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(done);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
