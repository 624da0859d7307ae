package org.cardshop.fuzz;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A taste of `fuzz/run` in each build: the seeds, and what becomes of them when some bytes change.
class SeedsTest {
  private static final int CHANGED = 2_000;

  static Stream<Map.Entry<String, Consumer<byte[]>>> targets() {
    return Stream.of(
        Map.entry("RecipeTarget", RecipeTarget::fuzzerTestOneInput),
        Map.entry("WireTarget", WireTarget::fuzzerTestOneInput),
        Map.entry("ManifestTarget", ManifestTarget::fuzzerTestOneInput),
        Map.entry("FtpPathTarget", FtpPathTarget::fuzzerTestOneInput));
  }

  @ParameterizedTest
  @MethodSource("targets")
  void seedsAndWhatIsLikeThemAreAcceptedOrRefused(Map.Entry<String, Consumer<byte[]>> target)
      throws IOException {
    try (var seeds = Files.list(Path.of("seeds", target.getKey()))) {
      var files = seeds.sorted().toList();
      assertTrue(!files.isEmpty());
      for (var file : files) {
        var seed = Files.readAllBytes(file);
        target.getValue().accept(seed);
        for (int n = 0; n < CHANGED / files.size(); n++) {
          target.getValue().accept(changed(seed, new Random(n)));
        }
      }
    }
  }

  private static byte[] changed(byte[] seed, Random random) {
    var bytes = seed.clone();
    for (int i = random.nextInt(8); i >= 0 && bytes.length > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}
