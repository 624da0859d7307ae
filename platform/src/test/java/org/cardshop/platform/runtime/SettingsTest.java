package org.cardshop.platform.runtime;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.messaging.BrokerAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {
  @TempDir Path folder;

  @Test
  void everyProblemIsReportedAtOnce() {
    var settings =
        new Settings(Map.of("CARDSHOP_HTTP_PORT", "many", "CARDSHOP_SCHEDULER_URL", "no address"));
    settings.text("CARDSHOP_USERNAME");
    settings.port("CARDSHOP_HTTP_PORT", 8000);
    settings.uri("CARDSHOP_SCHEDULER_URL");
    settings.path("CARDSHOP_DATA");
    var sentence = problemsOf(settings);
    for (var part :
        List.of(
            "CARDSHOP_USERNAME is not set",
            "CARDSHOP_HTTP_PORT must be a port, 0 to 65535",
            "CARDSHOP_SCHEDULER_URL must be an address (URI)",
            "CARDSHOP_DATA is not set")) {
      assertTrue(sentence.contains(part), () -> part + " is not in: " + sentence);
    }
  }

  @Test
  void aCompleteConfigurationHasNoProblems() {
    var settings =
        new Settings(
            Map.of(
                "CARDSHOP_DATA", "/srv/cardshop",
                "CARDSHOP_SCHEDULER_URL", "http://localhost:8000",
                "CARDSHOP_HTTP_PORT", "8080"));
    assertEquals(Path.of("/srv/cardshop"), settings.path("CARDSHOP_DATA"));
    assertEquals(URI.create("http://localhost:8000"), settings.uri("CARDSHOP_SCHEDULER_URL"));
    assertEquals(8080, settings.port("CARDSHOP_HTTP_PORT", 8000));
    assertEquals(2121, settings.port("CARDSHOP_FTP_PORT", 2121));
    assertEquals("default", settings.text("CARDSHOP_CHANNEL", "default"));
    assertDoesNotThrow(settings::check);
  }

  @Test
  void aSecretMayLieInAFile() throws IOException {
    var file = Files.writeString(folder.resolve("password"), "s3cret\n");
    var settings = new Settings(Map.of("CARDSHOP_PASSWORD_FILE", file.toString()));
    assertEquals("s3cret", settings.text("CARDSHOP_PASSWORD"));
    assertDoesNotThrow(settings::check);
  }

  @Test
  void aFileThatCannotBeReadIsAProblem() {
    var settings =
        new Settings(Map.of("CARDSHOP_PASSWORD_FILE", folder.resolve("nowhere").toString()));
    settings.text("CARDSHOP_PASSWORD");
    assertTrue(problemsOf(settings).contains("CARDSHOP_PASSWORD_FILE names"));
  }

  @Test
  void aValueGivenTwiceIsAProblem() {
    var settings =
        new Settings(Map.of("CARDSHOP_PASSWORD", "a", "CARDSHOP_PASSWORD_FILE", "/some/file"));
    settings.text("CARDSHOP_PASSWORD");
    assertTrue(problemsOf(settings).contains("keep one"));
  }

  @Test
  void aBlankValueIsNoValue() {
    var settings = new Settings(Map.of("CARDSHOP_CHANNEL", "  "));
    assertEquals(Optional.empty(), settings.optionalText("CARDSHOP_CHANNEL"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65536", "80a", "1e3"})
  void whatIsNoPortIsAProblem(String port) {
    var settings = new Settings(Map.of("CARDSHOP_FTP_PORT", port));
    settings.port("CARDSHOP_FTP_PORT", 2121);
    assertTrue(problemsOf(settings).contains("CARDSHOP_FTP_PORT must be a port"));
  }

  @Test
  void theSecretItselfIsNotInTheProblem() {
    var settings = new Settings(Map.of("CARDSHOP_AMQP_URI", "amqp://monitor:s3cret@ho st"));
    settings.uri("CARDSHOP_AMQP_URI");
    BrokerAddress.from(settings);
    var sentence = problemsOf(settings);
    assertTrue(sentence.contains("CARDSHOP_AMQP_URI"));
    assertTrue(!sentence.contains("s3cret"), sentence);
  }

  private static String problemsOf(Settings settings) {
    return String.valueOf(assertThrows(WrongUsageException.class, settings::check).getMessage());
  }

  @Test
  void aKeyThatCouldBeGuessedIsRefused() {
    var settings = new Settings(Map.of("SHORT", "secret", "LONG", "0123456789abcdef".repeat(2)));
    assertEquals(32, settings.optionalKey("LONG").orElseThrow().length());
    settings.check();
    settings.optionalKey("SHORT");
    var sentence = problemsOf(settings);
    assertTrue(sentence.contains("SHORT has less than 32 characters"));
    assertTrue(!sentence.contains("secret"), sentence);
  }
}
