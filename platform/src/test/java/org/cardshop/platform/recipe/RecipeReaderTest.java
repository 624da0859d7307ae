package org.cardshop.platform.recipe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.cardshop.platform.recipe.RecipeFile.Origin;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

class RecipeReaderTest {
  @Test
  void everyProblemIsReportedAtOnce() throws IOException {
    var refused =
        assertThrows(RecipeException.class, () -> RecipeReader.readYaml(resource("wrong.yaml")));
    var told =
        refused.problems().stream()
            .map(Problem::toString)
            .collect(Collectors.joining("\n", "", "\n"));
    assertEquals(new String(resource("wrong.problems.txt"), StandardCharsets.UTF_8), told);
  }

  @Test
  void aWrongAddressIsToldWithoutItsLogin() {
    for (var address :
        List.of("ftp://me:hidden@no host/x", "https://me:hidden@/x", "me:hidden@x")) {
      var refused = assertThrows(RecipeException.class, () -> read("base: '" + address + "'"));
      assertFalse(refused.problems().toString().contains("hidden"), refused::getMessage);
    }
  }

  @Test
  void aWholeRecipeIsRead() throws Exception {
    var recipe =
        read(
            """
            base: {source: https://drive.example.org/base.img.xz, root_size: 2663383040}
            output: {size: 8G}
            files:
              - url: ftp://example.org/a.zim
                to: /data/zims/a.zim
                size: 1.5GiB
                checksum: {algo: SHA-1, value: DA39A3EE5E6B4B0D3255BFEF95601890AFD80709}
              - {content: "hé", to: "/data/ar/البحر.txt", url: "https://ignored.example.org/"}
            oci_images:
              - {ident: "ghcr.io/x:1", filesize: 1, fullsize: 2}
            write_config: yes
            offspot: {timezone: Africa/Bamako}
            """);
    assertEquals(OptionalLong.of(8_000_000_000L), recipe.size());
    assertEquals(OptionalLong.of(2_663_383_040L), recipe.base().rootSize());
    var first = recipe.files().getFirst();
    assertEquals("zims/a.zim", first.to());
    assertEquals(OptionalLong.of(3L << 29), first.size());
    assertEquals(
        Optional.of(
            new Checksum(
                Checksum.Algorithm.SHA1,
                Checksum.Kind.DIGEST,
                "da39a3ee5e6b4b0d3255bfef95601890afd80709")),
        first.checksum());
    assertEquals(new Origin.Text("hé"), recipe.files().getLast().origin());
    assertEquals("ar/البحر.txt", recipe.files().getLast().to());
    assertEquals("ghcr.io/x:1", recipe.ociImages().getFirst().ident());
    assertTrue(recipe.writeConfig());
  }

  @Test
  void whatOffspotsToolsDocumentIsUnderstood() throws Exception {
    var recipe = RecipeReader.readYaml(resource("hotspot.yaml"));
    var base = recipe.base();
    assertEquals(
        "https://drive.offspot.it/base/offspot-base-arm64-1.2.1.img", base.source(), "a version");
    assertEquals(OptionalLong.of(2_663_383_040L), base.rootSize());
    assertEquals(OptionalLong.empty(), recipe.size());
    assertEquals(
        List.of(
            "ghcr.io/offspot/captive-portal:1.4",
            "ghcr.io/offspot/kiwix-serve:3.7",
            "caddy:2.6.1-alpine"),
        recipe.ociImages().stream().map(Recipe.OciImage::ident).toList());
    assertEquals(
        Optional.of("https://mirror.example.org/images/kiwix%20serve%203.7.tar"),
        recipe.ociImages().get(1).url());
    var told =
        recipe.files().stream()
            .map(f -> f.to() + " " + f.via().wire() + " " + f.size().orElse(-1))
            .toList();
    assertEquals(
        List.of(
            "contents/zims/encyclopedie_fr.zim direct 1593835520",
            "contents/maps zip 1610612736",
            " xztar -1",
            "conf/message.txt direct 12",
            "contents/dashboard/logo.png base64 -1"),
        told);
    var sum = recipe.files().getFirst().checksum().orElseThrow();
    assertEquals(Checksum.Algorithm.SHA256, sum.algorithm());
    assertEquals(Checksum.Kind.URL, sum.kind());
    var logo = recipe.files().getLast();
    assertArrayEquals(
        new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10},
        ((Origin.Text) logo.origin()).bytes(logo.via()));
    assertEquals("1.2.1", read("base: 1.2.1").base().source().replaceAll(".*-|[.]img", ""));
  }

  @Test
  void yamlAndJsonSayTheSame() throws Exception {
    var yaml =
        read("base: {source: 'file:///b.img'}\noutput: {size: auto}\noffspot: {a: [1, yes]}");
    var json =
        RecipeReader.read(
            Json.parseObject(
                """
                {"base": {"source": "file:///b.img"}, "output": {"size": "auto"},
                 "offspot": {"a": [1, true]}}
                """
                    .getBytes(StandardCharsets.UTF_8)));
    assertEquals(json.document().toString(), yaml.document().toString());
    assertEquals(json.size(), yaml.size());
  }

  @Test
  void relativeFilesAreFoundBesideTheRecipeAndTheDocumentStaysAsWritten() throws Exception {
    var text = "base: {source: 'file:base.img'}\nfiles: [{url: 'file:c/%C3%A9.txt', to: /data/e}]";
    var recipe = RecipeReader.readYaml(bytes(text), URI.create("file:///recipes/"));
    assertEquals("file:///recipes/base.img", absolute(recipe.base().source()));
    var url = (Origin.Url) recipe.files().getFirst().origin();
    assertEquals("file:///recipes/c/%C3%A9.txt", absolute(url.url()));
    assertEquals("file:base.img", recipe.document().at("/base/source").asText());
  }

  @Test
  void sharedPartsAreWrittenOutAndBombsRefused() throws Exception {
    var shared = read("base: {source: 'file:///b'}\noffspot: {a: &x {k: 1}, b: *x}");
    assertEquals(1, shared.document().at("/offspot/b/k").asInt());
    var bomb = new StringBuilder("base: {source: 'file:///b'}\noffspot:\n  a0: &a0 [x, x]\n");
    for (int i = 1; i < 20; i++) {
      bomb.append("  a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    var refused = assertThrows(RecipeException.class, () -> read(bomb.toString()));
    assertTrue(refused.problems().toString().contains("aliases"), refused::toString);
  }

  @Test
  void whatIsNoMappingOfPlainDataIsRefused() {
    for (var text :
        new String[] {
          "", "- a", "a: [", "a: !!java.net.URL [x]", "a: 1\na: 2", "\u0000", "a: &a [*a]"
        }) {
      assertThrows(RecipeException.class, () -> read(text), text);
    }
    assertThrows(
        RecipeException.class,
        () -> RecipeReader.readYaml(new byte[] {'a', ':', ' ', (byte) 0xff}));
  }

  @Test
  void yamlThatIsWrittenReadsBackAsTheSameTree() throws Exception {
    var tree =
        Json.parseObject(
            bytes(
                """
                {"a": "yes", "b": true, "c": "8", "d": 8, "e": null, "f": "البحر 🌍", "g": "x: y",
                 "h": ["multi\\nline\\n", "", " lead", "#no", 1.5], "i": {"2026-01-31": "2026-01-31"}}
                """));
    assertEquals(tree, Json.parseObject(Json.bytes(RecipeYaml.parse(RecipeYaml.write(tree)))));
  }

  private static String absolute(String url) {
    return url.replaceFirst("^file:/+", "file:///");
  }

  private static Recipe read(String yaml) throws RecipeException {
    return RecipeReader.readYaml(bytes(yaml));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] resource(String name) throws IOException {
    try (var in = Objects.requireNonNull(RecipeReaderTest.class.getResourceAsStream(name), name)) {
      return in.readAllBytes();
    }
  }
}
