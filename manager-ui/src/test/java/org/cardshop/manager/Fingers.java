package org.cardshop.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.cardshop.manager.bench.Hands;
import org.cardshop.testing.Directories;

/// Hands that put files where the slots of the writer host look.
final class Fingers implements Hands {
  final Path folder = Directories.temporary("manager-slots");

  @Override
  public String host() {
    return Shop.WRITER;
  }

  @Override
  public Set<String> slots() {
    return Set.of("A-01", "A-02");
  }

  @Override
  public boolean insert(String slot) throws IOException {
    return Files.notExists(folder.resolve(slot))
        && Files.exists(Files.createFile(folder.resolve(slot)));
  }

  @Override
  public boolean remove(String slot) throws IOException {
    return Files.deleteIfExists(folder.resolve(slot));
  }
}
