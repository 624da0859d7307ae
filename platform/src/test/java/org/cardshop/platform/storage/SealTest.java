package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

class SealTest {
  private final Seal seal = seal("a key of the tests");

  private static Seal seal(String key) {
    return new Seal(key.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void whoHasTheKeyReadsIt() {
    var sealed = seal.seal("pässword", "order-1");
    assertFalse(sealed.contains("ssword"));
    assertEquals("pässword", seal("a key of the tests").open(sealed, "order-1"));
    assertEquals(sealed, seal("another key").open(sealed, "order-1"));
  }

  @Test
  void theSameGivesTheSameAndOnlyThat() {
    assertEquals(seal.seal("x", "order-1"), seal.seal("x", "order-1"));
    assertNotEquals(seal.seal("x", "order-1"), seal.seal("x", "order-2"));
    assertNotEquals(seal.seal("x", "order-1"), seal.seal("y", "order-1"));
  }

  @Test
  void aNumberStaysANumberAndWhatIsSealedIsNotSealedAgain() {
    for (var json : List.of("12345678", "\"12345678\"")) {
      var value = Json.parse(json);
      var sealed = seal.seal(value, "order-1");
      assertEquals(sealed, seal.seal(sealed, "order-1"));
      assertEquals(value, seal.open(sealed, "order-1"));
    }
  }

  @Test
  void whatWasChangedOrMovedIsRefused() {
    var sealed = seal.seal("a secret", "order-1");
    assertThrows(IllegalStateException.class, () -> seal.open(sealed, "order-2"));
    var changed = sealed.substring(0, sealed.length() - 3) + "AAA";
    assertThrows(IllegalStateException.class, () -> seal.open(changed, "order-1"));
  }
}
