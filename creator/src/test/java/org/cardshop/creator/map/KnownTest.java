package org.cardshop.creator.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownTest {
  @TempDir Path folder;

  @Test
  void whatWasAddedIsKnownToWhoLooksLater() throws Exception {
    var added = facts(0, 1000);
    Known.in(folder).add(added);
    var known = Known.in(folder);
    added.forEach((key, facts) -> assertEquals(Optional.of(facts), known.of(key)));
    assertEquals(Optional.empty(), known.of(key(1000)));
  }

  @Test
  void theNewestOfAKeyCounts() throws Exception {
    Known.in(folder).add(facts(0, 10));
    var newer = Map.of(key(3), new Known.Facts(key(77), 1, 2));
    Known.in(folder).add(newer);
    assertEquals(newer.get(key(3)), Known.in(folder).of(key(3)).orElseThrow());
  }

  @Test
  void aTornOrDamagedRecordIsNotThereAndHidesNoOther() throws Exception {
    Known.in(folder).add(facts(0, 10));
    var file = folder.resolve("chunks");
    try (var damaged = new RandomAccessFile(file.toFile(), "rw")) {
      damaged.seek(3 * 80 + 40);
      damaged.write(~damaged.read());
    }
    Files.write(file, new byte[33], StandardOpenOption.APPEND); // a crash in mid-write
    Known.in(folder).add(facts(10, 20));
    var known = Known.in(folder);
    int there = 0;
    for (int i = 0; i < 20; i++) {
      var facts = known.of(key(i));
      there += facts.isPresent() ? 1 : 0;
      assertTrue(facts.isEmpty() || facts.equals(Optional.of(fact(i))));
    }
    assertEquals(19, there);
  }

  @Test
  void theOldestAreForgottenFirst() throws Exception {
    for (int i = 0; i < 50; i++) {
      Known.in(folder, 80 * 20).add(facts(i, i + 1));
      assertTrue(Files.size(folder.resolve("chunks")) <= 80 * 20);
    }
    var known = Known.in(folder);
    assertEquals(Optional.of(fact(49)), known.of(key(49)));
    assertEquals(Optional.of(fact(41)), known.of(key(41)));
    assertEquals(Optional.empty(), known.of(key(5)));
  }

  @Test
  void manyMayAddAtOnce() throws Exception {
    var threads = new ArrayList<Thread>();
    var failed = new ArrayList<Exception>();
    for (int t = 0; t < 8; t++) {
      int from = t * 100;
      threads.add(
          Thread.ofPlatform()
              .start(() -> {
                try {
                  for (int i = from; i < from + 100; i += 10) {
                    Known.in(folder).add(facts(i, i + 10));
                  }
                } catch (Exception e) {
                  synchronized (failed) {
                    failed.add(e);
                  }
                }
              }));
    }
    for (var thread : threads) {
      thread.join();
    }
    assertEquals(List.of(), failed);
    var known = Known.in(folder);
    for (int i = 0; i < 800; i++) {
      assertEquals(Optional.of(fact(i)), known.of(key(i)));
    }
  }

  private static Map<Sha256, Known.Facts> facts(int from, int to) {
    var facts = new HashMap<Sha256, Known.Facts>();
    for (int i = from; i < to; i++) {
      facts.put(key(i), fact(i));
    }
    return facts;
  }

  private static Known.Facts fact(int i) {
    return new Known.Facts(key(i + 1_000_000), i, i + 1);
  }

  private static Sha256 key(int i) {
    return Sha256.of(Integer.toString(i).getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
