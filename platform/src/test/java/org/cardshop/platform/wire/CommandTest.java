package org.cardshop.platform.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class CommandTest {
  @Test
  void everyCommandIsReadAsItWasWritten() {
    var commands =
        List.of(
            new Command.Cancel("t1", 3),
            new Command.Drain(),
            new Command.CardConfirmed("t1", "A-01", "m1"),
            new Command.BadCard("t1"),
            new Command.Prefetch("kiwix", "68a1", URI.create("ftps://warehouse:2121"), "ticket"));
    for (var command : commands) {
      assertEquals(command, Command.read(Json.bytes(command.json())));
    }
  }

  @Test
  void theFieldsOfAPrefetchHaveTheirNames() {
    var prefetch =
        new Command.Prefetch("kiwix", "68a1", URI.create("ftps://warehouse:2121"), "ticket");
    assertEquals(
        "{\"type\":\"prefetch\",\"channel\":\"kiwix\",\"image\":\"68a1\","
            + "\"warehouse\":\"ftps://warehouse:2121\",\"ticket\":\"ticket\"}",
        Json.text(prefetch.json()));
  }

  /// Workers drop what they cannot read, so that an older one ignores a newer command.
  @Test
  void anUnknownCommandOrAddressIsMalformed() {
    assertMalformed("{\"type\":\"dance\"}");
    assertMalformed(
        "{\"type\":\"prefetch\",\"channel\":\"c\",\"image\":\"i\",\"warehouse\":\"ftp://[\","
            + "\"ticket\":\"t\"}");
  }

  private static void assertMalformed(String json) {
    assertThrows(
        MalformedException.class, () -> Command.read(json.getBytes(StandardCharsets.UTF_8)));
  }
}
