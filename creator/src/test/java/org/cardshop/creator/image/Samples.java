package org.cardshop.creator.image;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.Objects;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;

/// The samples that come with Cardshop, their base made by the script that a person would use.
final class Samples {
  static final Path FOLDER =
      Path.of(Objects.requireNonNull(System.getProperty("cardshop.root")), "samples");

  private Samples() {}

  /// Copies the samples, so that two builds share nothing, and makes their base.
  static Path copiedTo(Path folder) throws IOException, InterruptedException {
    Files.createDirectories(folder);
    Files.walkFileTree(
        FOLDER,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes is) throws IOException {
            var target = folder.resolve(FOLDER.relativize(file));
            Files.createDirectories(Objects.requireNonNull(target.getParent()));
            if (!file.endsWith("base.img")) {
              Files.copy(file, target);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    shell(folder, FOLDER.resolve("make-base") + " base.img");
    return folder;
  }

  static Recipe recipe(Path folder, String yaml) throws RecipeException {
    return RecipeReader.readYaml(yaml.getBytes(StandardCharsets.UTF_8), folder.toUri());
  }

  static Folders folders(Path folder) throws IOException {
    return new Folders(
        new ContentCache(folder.resolve("cache"), 1L << 40, InstantSource.system()),
        folder.resolve("work"));
  }

  /// What a shell command writes to its standard output; it must succeed.
  static String shell(Path folder, String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("sh", "-ec", "PATH=$PATH:/usr/sbin:/sbin; " + command)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError(command + " ended with " + process.exitValue() + ":\n" + said);
    }
    return said;
  }

  static long entries(Path folder) {
    try (var entries = Files.list(folder)) {
      return entries.filter(e -> !e.endsWith(".lock")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
