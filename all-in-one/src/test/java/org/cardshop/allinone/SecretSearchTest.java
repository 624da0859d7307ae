package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cardshop.allinone.SecretSearch.Find;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the canary test looks with finds what is there.
class SecretSearchTest {
  private static final String SECRET = "a \"canary\" & söng?/+1234";

  @TempDir Path folder;
  private final SecretSearch search = new SecretSearch(Map.of("canary", SECRET));

  @Test
  void aSecretIsFoundAsItIsAndInTheFormsOfTheWire() throws Exception {
    var raw = SECRET.getBytes(StandardCharsets.UTF_8);
    var written =
        Map.of(
            "as it is", SECRET,
            "URL-encoded", URLEncoder.encode(SECRET, StandardCharsets.UTF_8),
            "JSON", Json.text(Json.object().put("x", SECRET)),
            "hex", HexFormat.of().formatHex(raw));
    for (var form : written.entrySet()) {
      assertEquals(Set.of(form.getKey()), forms("before " + form.getValue() + " behind"));
    }
    assertEquals(Set.of(), forms("a \"canary\" & söng?/+123"));
  }

  @Test
  void aSecretIsFoundInBase64WhateverStandsAroundIt() {
    for (var before : List.of("", "u", "us", "use", "user")) {
      for (var behind : List.of("", ":", ":p", ":pw")) {
        var bytes = (before + SECRET + behind).getBytes(StandardCharsets.UTF_8);
        for (var encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
          var encoded = "x" + encoder.withoutPadding().encodeToString(bytes);
          assertTrue(forms(encoded).stream().anyMatch(f -> f.startsWith("base64")), encoded);
        }
      }
    }
  }

  @Test
  void aSecretIsFoundAnywhereInAFileInItsNameAndInWhatIsCompressed() throws Exception {
    var text = "x".repeat((1 << 20) - 7) + SECRET + "x".repeat(1 << 20);
    Files.writeString(folder.resolve("plain"), text);
    Files.writeString(folder.resolve("end"), "x".repeat(3 << 20) + SECRET);
    var deep = Files.createDirectories(folder.resolve("deep"));
    Files.write(deep.resolve("frame.zst"), Zstd.compress(text.getBytes(StandardCharsets.UTF_8)));
    Files.writeString(
        folder.resolve(HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8))), "");
    Shell.run(folder, "gzip -k end");
    assertEquals(
        Set.of("plain", "end", "end.gz", "deep/frame.zst", "name"),
        search.below(folder).stream()
            .map(find -> find.where().startsWith("the name of ") ? "name" : find.where())
            .collect(Collectors.toSet()));
  }

  @Test
  void aSecretIsFoundInTheArgumentsAndTheEnvironmentOfAProcess() throws Exception {
    var builder = new ProcessBuilder("sleep", "60");
    builder.environment().put("PASSWORD", SECRET);
    var withEnvironment = builder.start();
    var withArgument = new ProcessBuilder("sh", "-c", "read line", SECRET).start();
    try {
      var seen = new Processes();
      seen.look();
      var finds = seen.search(search).stream().map(Find::where).toList();
      assertTrue(finds.contains("the environment of sleep"), finds::toString);
      assertTrue(finds.contains("the arguments of sh"), finds::toString);
    } finally {
      withEnvironment.destroyForcibly();
      withArgument.destroyForcibly();
    }
  }

  private Set<String> forms(String text) {
    return search.in("text", text).stream().map(Find::form).collect(Collectors.toSet());
  }
}
