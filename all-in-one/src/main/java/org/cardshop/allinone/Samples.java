package org.cardshop.allinone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.runtime.WrongUsageException;

/// The sample that the demo makes when no recipe is given.
final class Samples {
  /// The launcher says where the product's files are.
  private static final String HOME = "cardshop.home";

  private Samples() {}

  /// The recipe `samples/hello.yaml`, on a base that its own script makes.
  static ObjectNode hello(Path folder) throws IOException, InterruptedException, RecipeException {
    var samples = Path.of(System.getProperty(HOME, ".")).toAbsolutePath().resolve("samples");
    var recipe = samples.resolve("hello.yaml");
    if (!Files.exists(recipe)) {
      throw new WrongUsageException(
          "The sample " + recipe + " is not there. Give a recipe of your own with --recipe.");
    }
    var document = RecipeYaml.parse(Files.readAllBytes(recipe));
    var base = folder.resolve("base.img").toAbsolutePath();
    if (!Files.exists(base)) {
      make(samples.resolve("make-base"), base);
    }
    var resolved = RecipeReader.resolved(document, samples.toUri());
    ((ObjectNode) resolved.get("base")).put("source", base.toUri().toString());
    return resolved;
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
