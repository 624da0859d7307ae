package org.cardshop.manager.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipeFormTest {
  private static final int WALKS = 2_000;
  private static final String ZIM = "https://example.org/zim/water_en.zim";

  /// Each field, what is typed into it, and what then stands where in the recipe.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          base.source        | 1.2.1              | /base/source              | 1.2.1
          base.root_size     | 4GB                | /base/rootfs_size         | 4GB
          base.root_size     | 4000000000         | /base/rootfs_size         | 4000000000
          output.size        | auto               | /output/size              | auto
          offspot.hostname   | library            | /offspot/hostname         | library
          offspot.timezone   | Africa/Bamako      | /offspot/timezone         | Africa/Bamako
          wifi.ssid          | School             | /offspot/ap/ssid          | School
          wifi.passphrase    | 12345678           | /offspot/ap/passphrase    | 12345678
          wifi.country       | NO                 | /offspot/ap/country       | NO
          admin.secret       | a good one         | /files/0/content          | ADMIN_PASSWORD='a good one'\\n
          admin.name         | head               | /files/0/to               | /data/conf/admin.env
          brand.name         | Our school         | /files/0/content          | name: Our school\\n
          brand.color        | #14587f            | /files/0/to               | /data/conf/branding.yaml
          brand.logo         | file:///l.png      | /files/0/to               | /data/contents/branding/horizontal-logo-light.png
          content            | https://e.org/a.zim | /files/0/to              | /data/contents/zims/a.zim
          content            | https://e.org/a.pdf | /files/0/to              | /data/contents/files/a.pdf
          files.7.url        | https://e.org/b    | /files/0/url              | https://e.org/b
          files.7.size       | -1                 | /files/0/size             | -1
          files.7.checksum.algo | sha256          | /files/0/checksum/algo    | sha256
          images.0.ident     | ghcr.io/a/b:1      | /oci_images/0/ident       | ghcr.io/a/b:1
          images.0.filesize  | 12                 | /oci_images/0/filesize    | 12
          """)
  void whatIsTypedStandsInTheRecipe(String field, String typed, String pointer, String expected) {
    var fields = new LinkedHashMap<>(RecipeForm.fields(Json.object()));
    fields.put("files.7.at", List.of(""));
    fields.put("images.0.at", List.of(""));
    fields.put(field, List.of(typed));
    var recipe = written(Json.object(), fields);
    assertEquals(expected.replace("\\n", "\n"), recipe.at(pointer).asText(), recipe.toString());
    assertEquals(
        List.of(typed), RecipeForm.fields(recipe).get(field.replace("files.7", "files.0")));
    fields.put(field, List.of(""));
    assertEquals(Json.object(), written(Json.object(), fields), "nothing typed, nothing there");
  }

  @Test
  void aRecipeThatNobodyChangedIsTheSameTree() throws RecipeException {
    for (long seed = 0; seed < WALKS; seed++) {
      var recipe = new RandomRecipe(new Random(seed)).recipe();
      var yaml = RecipeYaml.parse(RecipeYaml.write(recipe));
      var fields = sentByABrowser(RecipeForm.fields(yaml));
      assertEquals(yaml, written(yaml, fields), "seed " + seed + ": " + yaml);
    }
  }

  @Test
  void whatWasTypedIsTheSameAfterwards() throws RecipeException {
    for (long seed = 0; seed < WALKS; seed++) {
      var random = new Random(seed);
      var before = new RandomRecipe(random).recipe();
      var fields = RandomRecipe.changed(random, RecipeForm.fields(before));
      var once = written(before, fields);
      var shown = RecipeForm.fields(RecipeYaml.parse(RecipeYaml.write(once)));
      var again = written(once, shown);
      assertEquals(once, again, "seed " + seed);
      assertEquals(values(fields), values(shown), "seed " + seed + ": " + before + " → " + once);
    }
  }

  @Test
  void oneChangeLeavesAllElseAsItWas() throws RecipeException {
    var yaml =
        """
        base: https://example.org/base.img
        output: {size: 8000000000, compress: true}
        files:
          - {url: "file:///a", to: /data/a, mode: odd}
          - just a text
          - {url: "%s", to: /data/contents/zims/water_en.zim, size: 1}
        offspot: {containers: {services: {}}, ap: {ssid: A, spoof: false, passphrase: null}}
        unknown: [1, {a: b}]
        """
            .formatted(ZIM);
    var recipe = RecipeYaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
    var fields = new LinkedHashMap<>(RecipeForm.fields(recipe));
    assertEquals(List.of("yes"), fields.get(RecipeForm.OPEN));
    assertEquals(List.of(ZIM), fields.get(RecipeForm.CONTENT));
    assertEquals(1, RecipeForm.unseen(recipe));
    fields.put("files.0.to", List.of("/data/b"));
    var expected = recipe.deepCopy();
    ((ObjectNode) expected.at("/files/0")).put("to", "/data/b");
    assertEquals(expected, written(recipe, fields));
  }

  @Test
  void rowsAndContentsThatAreGoneAreGoneFromTheRecipe() throws RecipeException {
    var recipe = Json.object();
    var files = recipe.putArray("files");
    files.addObject().put("url", "file:///a").put("to", "/data/a");
    files.addObject().put("url", ZIM).put("to", "/data/contents/zims/water_en.zim");
    files.addObject().put("content", "x").put("to", "/data/b");
    var fields = new LinkedHashMap<>(RecipeForm.fields(recipe));
    fields.keySet().removeIf(name -> name.startsWith("files.0."));
    fields.put(RecipeForm.CONTENT, List.of());
    assertEquals(
        "[{\"content\":\"x\",\"to\":\"/data/b\"}]",
        written(recipe, fields).get("files").toString());
  }

  @ParameterizedTest
  @CsvSource({
    "files[1].to, files.0.to",
    "files[1], files.0.url",
    "files[1].checksum.value, files.0.checksum.value",
    "files[0].url, content",
    "files[2].content, admin.secret",
    "oci_images[0].ident, images.0.ident",
    "base.source, base.source",
    "base, base.source",
    "base.rootfs_size, base.root_size",
    "output.size, output.size",
    "offspot.ap.passphrase, wifi.passphrase",
    "offspot.ethernet, ''",
    "files[3].to, ''"
  })
  void aProblemBelongsToTheFieldThatHasIt(String path, String field) {
    var recipe = Json.object();
    var files = recipe.putArray("files");
    files.addObject().put("url", ZIM).put("to", "/data/contents/zims/water_en.zim");
    files.addObject().put("url", "file:///a").put("to", "/data/a");
    files.addObject().put("content", "ADMIN_PASSWORD='x'\n").put("to", "/data/conf/admin.env");
    files.add("odd");
    recipe.putArray("oci_images").add("ghcr.io/a/b:1");
    var typed = new Typed(RecipeForm.fields(recipe));
    var written = RecipeForm.written(recipe, typed);
    assertEquals(Optional.of(field).filter(f -> !f.isEmpty()), written.fieldOf(path, typed));
  }

  @Test
  void wifiAndAccountAreKnownForSecretsAndHiddenOnesAreNotTakenForPasswords() {
    var fields = new LinkedHashMap<>(RecipeForm.fields(Json.object()));
    fields.put(RecipeForm.SSID, List.of("School"));
    fields.put(RecipeForm.PASSPHRASE, List.of("open sesame"));
    fields.put("admin.name", List.of("head"));
    fields.put("admin.secret", List.of("a good one"));
    var recipe = written(Json.object(), fields);
    assertEquals(
        List.of("ADMIN_PASSWORD='a good one'\nADMIN_USERNAME='head'\n", "open sesame"),
        RecipeSecrets.of(recipe).stream().sorted().toList());

    var masked = RecipeSecrets.masked(recipe);
    assertFalse(masked.toString().contains("good one"), masked.toString());
    var shown = new LinkedHashMap<>(RecipeForm.fields(masked));
    assertEquals(List.of(RecipeSecrets.MASK), shown.get("admin.secret"));
    assertEquals(masked, written(masked, shown));
    shown.put("admin.name", List.of("other"));
    assertEquals(masked, written(masked, shown), "still hidden, so that it is refused");
    shown.put("admin.secret", List.of("another"));
    assertTrue(written(masked, shown).toString().contains("ADMIN_PASSWORD='another'"));
  }

  private static ObjectNode written(ObjectNode before, Map<String, List<String>> fields) {
    return RecipeForm.written(before, new Typed(fields)).recipe();
  }

  /// Fields of one line have no ends of lines; others have those of RFC 7578.
  private static Map<String, List<String>> sentByABrowser(Map<String, List<String>> fields) {
    var sent = new LinkedHashMap<String, List<String>>();
    fields.forEach((name, values) ->
        sent.put(
            name,
            values.stream()
                .map(v ->
                    name.endsWith(".content")
                        ? v.replaceAll("\r\n|\r|\n", "\r\n")
                        : v.replaceAll("[\r\n]", ""))
                .toList()));
    return sent;
  }

  /// Without the numbers of rows, which are counted anew, and what says where they were.
  private static List<String> values(Map<String, List<String>> fields) {
    var values = new ArrayList<String>();
    fields.forEach((name, all) -> {
      if (!name.endsWith(".at")) {
        values.add(name.replaceAll("\\.[0-9]+\\.", ".#.") + "=" + all);
      }
    });
    return values.stream().sorted().toList();
  }
}
