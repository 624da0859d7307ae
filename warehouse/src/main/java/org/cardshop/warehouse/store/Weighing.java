package org.cardshop.warehouse.store;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/// Sums up the bytes of files, while some may come and go.
final class Weighing extends SimpleFileVisitor<Path> {
  private final Path without;
  private long sum;

  private Weighing(Path without) {
    this.without = without;
  }

  /// @param without a folder that is left out
  static long of(Path folder, Path without) throws IOException {
    var weighing = new Weighing(without);
    Files.walkFileTree(folder, weighing);
    return weighing.sum;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes facts) {
    return folder.equals(without) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes facts) {
    sum += facts.size();
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
