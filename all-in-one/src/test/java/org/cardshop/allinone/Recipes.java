package org.cardshop.allinone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Random;
import org.cardshop.platform.wire.Json;

/// A folder with a base and contents, and recipes of them.
record Recipes(Path folder) {
  static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("cardshop.root")));

  static Recipes in(Path folder) throws Exception {
    Files.createDirectories(folder);
    Shell.run(folder, "'" + ROOT.resolve("samples/make-base") + "' base.img");
    return new Recipes(folder);
  }

  /// Bytes that no compressor makes smaller.
  Path random(String name, int mib) throws IOException {
    var file = folder.resolve(name);
    var random = new Random(name.hashCode());
    var bytes = new byte[1 << 20];
    try (var out = Files.newOutputStream(file)) {
      for (int i = 0; i < mib; i++) {
        random.nextBytes(bytes);
        out.write(bytes);
      }
    }
    return file;
  }

  /// An image with one text.
  ObjectNode small(String text) {
    var recipe = recipe("128MiB");
    file(recipe).put("content", text).put("to", "/data/text.txt");
    return recipe;
  }

  /// An image with one content from elsewhere.
  ObjectNode of(String url, String size) {
    var recipe = recipe(size);
    file(recipe).put("url", url).put("to", "/data/content.bin");
    return recipe;
  }

  private ObjectNode recipe(String size) {
    var recipe = Json.object();
    recipe.putObject("base").put("source", folder.resolve("base.img").toUri().toString());
    recipe.putObject("output").put("size", size);
    return recipe;
  }

  private static ObjectNode file(ObjectNode recipe) {
    return recipe.withArray("files").addObject();
  }
}
