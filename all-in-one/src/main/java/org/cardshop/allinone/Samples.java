package org.cardshop.allinone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.cardshop.manager.ManagerConfig;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.runtime.WrongUsageException;

/// What one may try the product with: a base that its own script makes, contents and a recipe.
final class Samples {
  /// The launcher says where the product's files are.
  private static final String HOME = "cardshop.home";

  private static final String CATALOGUE = "catalogue.xml";

  private Samples() {}

  /// The recipe `samples/hello.yaml`, on a base that its own script makes.
  static ObjectNode hello(Path folder) throws IOException, InterruptedException, RecipeException {
    var samples = folder();
    var recipe = samples.resolve("hello.yaml");
    if (!Files.exists(recipe)) {
      throw new WrongUsageException(
          "The sample " + recipe + " is not there. Give a recipe of your own with --recipe.");
    }
    var document = RecipeYaml.parse(Files.readAllBytes(recipe));
    var base = base(samples, folder);
    var resolved = RecipeReader.resolved(document, samples.toUri());
    ((ObjectNode) resolved.get("base")).put("source", base.toUri().toString());
    return resolved;
  }

  /// Puts base, contents and their catalogue into the folder, when they are not there yet.
  ///
  /// @return what the form of an order can offer then; nothing where the product came without
  static ManagerConfig.Offer shelf(Path folder) throws IOException, InterruptedException {
    var samples = folder();
    if (!Files.exists(samples.resolve(CATALOGUE))) {
      return ManagerConfig.Offer.NOTHING;
    }
    var contents = Files.createDirectories(folder.resolve("content"));
    try (var files = Files.list(samples.resolve("content"))) {
      for (var file : files.toList()) {
        copy(file, contents.resolve(String.valueOf(file.getFileName())));
      }
    }
    var catalogue = folder.resolve(CATALOGUE).toAbsolutePath();
    copy(samples.resolve(CATALOGUE), catalogue);
    return new ManagerConfig.Offer(
        Optional.of(catalogue.toUri()), base(samples, folder).toUri().toString());
  }

  private static Path folder() {
    return Path.of(System.getProperty(HOME, ".")).toAbsolutePath().resolve("samples");
  }

  private static Path base(Path samples, Path folder) throws IOException, InterruptedException {
    var base = folder.resolve("base.img").toAbsolutePath();
    if (!Files.exists(base)) {
      make(samples.resolve("make-base"), base);
    }
    return base;
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.exists(to)) {
      Files.copy(from, to);
    }
  }

  private static void make(Path script, Path base) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(script.toString(), base.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.PIPE)
            .start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("The sample's base image could not be made: " + said.strip());
    }
  }
}
