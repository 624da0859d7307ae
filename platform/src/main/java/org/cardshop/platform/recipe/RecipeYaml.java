package org.cardshop.platform.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cardshop.platform.wire.Json;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;

/// YAML to a neutral tree and back. Only plain data, no duplicate keys; size, depth and the copies
/// that aliases make are bounded.
public final class RecipeYaml {
  private static final int MAX_BYTES = 64 << 20;

  private RecipeYaml() {}

  public static ObjectNode parse(byte[] yaml) throws RecipeException {
    if (yaml.length > MAX_BYTES) {
      throw refused("a recipe has at most 64 MiB, this one has " + yaml.length + " bytes");
    }
    try (var text = reader(yaml)) {
      Object loaded = loader().load(text);
      if (new YamlTree(yaml.length).node(loaded) instanceof ObjectNode object) {
        return object;
      }
      throw refused("a recipe is a mapping of fields, like 'base:' and 'files:'");
    } catch (MarkedYAMLException e) {
      var mark = e.getProblemMark();
      var line = mark == null ? "" : " (line " + (mark.getLine() + 1) + ")";
      throw refused("this is not YAML: " + e.getProblem() + line);
    } catch (YAMLException | IllegalArgumentException | IOException e) { // the second: of odd tags
      throw refused("this is not YAML: " + String.valueOf(e.getMessage()).strip());
    }
  }

  /// The same tree always gives the same bytes.
  public static byte[] write(JsonNode tree) {
    var options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setAllowUnicode(true);
    options.setSplitLines(false);
    options.setDereferenceAliases(true);
    Object plain = Json.MAPPER.convertValue(tree, Object.class);
    return new Yaml(options).dump(plain).getBytes(StandardCharsets.UTF_8);
  }

  private static Yaml loader() {
    var options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    options.setMaxAliasesForCollections(50);
    options.setNestingDepthLimit(YamlTree.MAX_DEPTH);
    options.setCodePointLimit(MAX_BYTES);
    return new Yaml(new SafeConstructor(options));
  }

  private static InputStreamReader reader(byte[] yaml) {
    var strict = StandardCharsets.UTF_8.newDecoder();
    return new InputStreamReader(new ByteArrayInputStream(yaml), strict);
  }

  static RecipeException refused(String sentence) {
    return new RecipeException(List.of(new Problem("", sentence)));
  }
}
