package org.cardshop.manager.catalogue;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static final URI HERE = URI.create("https://library.example.org/catalog/v2/entries");

  /// As Kiwix's library serves them, shortened.
  private static final String FEED =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <feed xmlns="http://www.w3.org/2005/Atom" xmlns:dc="http://purl.org/dc/terms/">
        <title>All</title>
        <link rel="self" href="/catalog/v2/entries" type="application/atom+xml"/>
        <entry>
          <id>urn:uuid:1</id>
          <title>Water &amp; life</title>
          <updated>2026-03-05T00:00:00Z</updated>
          <summary>All about
            water</summary>
          <language>eng,fra</language>
          <name>water_mul</name>
          <flavour>nopic</flavour>
          <category>science</category>
          <author><name>Somebody else</name></author>
          <link rel="http://opds-spec.org/image/thumbnail" href="/i" type="image/png"/>
          <link rel="http://opds-spec.org/acquisition/open-access" type="application/x-zim"
                href="https://download.example.org/zim/water_mul_2026-03.zim.meta4" length="246517760"/>
        </entry>
        <entry>
          <title></title>
          <link rel="http://opds-spec.org/acquisition/open-access" type="application/pdf"
                href="/files/a b.pdf" length="much"/>
        </entry>
        <entry><title>To buy</title><link rel="http://opds-spec.org/acquisition/buy" href="/x"/></entry>
        <entry><title>A trap</title>
          <link rel="http://opds-spec.org/acquisition/open-access" href="file:///etc/passwd"/></entry>
      </feed>
      """;

  @Test
  void whatMayBeFetchedIsReadWithAllThatIsSaidOfIt() throws IOException {
    var books = Opds.read(FEED.getBytes(UTF_8), HERE);
    assertEquals(
        List.of(
            new Book(
                "Water & life",
                "All about water",
                List.of("eng", "fra"),
                "water_mul",
                "nopic",
                "science",
                "2026-03-05",
                "https://download.example.org/zim/water_mul_2026-03.zim",
                OptionalLong.of(246_517_760)),
            new Book(
                "a%20b.pdf",
                "",
                List.of(),
                "",
                "",
                "",
                "",
                "https://library.example.org/files/a%20b.pdf",
                OptionalLong.empty())),
        books);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', true",
    "fra, WATER life, true",
    "deu, '', false",
    "'', fire, false",
    "eng, science nopic, true"
  })
  void booksAreFoundByLanguageAndWords(String language, String words, boolean expected)
      throws IOException {
    assertEquals(
        expected, Opds.read(FEED.getBytes(UTF_8), HERE).getFirst().matches(language, words));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html/>",
        "<feed/>",
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry>",
        "<!DOCTYPE feed [<!ENTITY x SYSTEM 'file:///etc/hostname'>]>"
            + "<feed xmlns='http://www.w3.org/2005/Atom'><entry><title>&x;</title></entry></feed>"
      })
  void whatIsNoCatalogueIsRefused(String xml) {
    assertThrows(IOException.class, () -> Opds.read(xml.getBytes(UTF_8), HERE));
  }

  @Test
  void aCatalogueWithoutEndIsRefused() {
    var entry =
        "<entry><link rel='http://opds-spec.org/acquisition/open-access' href='/a'/></entry>";
    var xml = "<feed xmlns='http://www.w3.org/2005/Atom'>" + entry.repeat(20_001) + "</feed>";
    var e = assertThrows(IOException.class, () -> Opds.read(xml.getBytes(UTF_8), HERE));
    assertEquals("it has more than 20000 contents; ask for fewer", e.getMessage());
  }

  @Test
  void aFileMayNameFilesBesideIt(@TempDir Path folder) throws Exception {
    var file = folder.resolve("catalogue.xml");
    Files.writeString(file, FEED.replace("/files/a b.pdf", "a.pdf"));
    try (var catalogue = new Catalogue(file.toUri(), () -> Instant.EPOCH)) {
      var look = catalogue.look();
      assertTrue(look.at("file://" + folder.resolve("a.pdf")).isPresent(), look.toString());
      assertFalse(look.problem().isPresent());
    }
  }

  @Test
  void itIsAskedForAgainByItsTagAndWhatWasReadStaysWhenItIsGone() throws Exception {
    var asked = new ArrayList<String>();
    var now = new Instant[] {Instant.EPOCH};
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", exchange -> answer(exchange, asked));
    server.start();
    var address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    try (var catalogue = new Catalogue(address, () -> now[0])) {
      assertEquals(2, catalogue.look().books().size());
      assertEquals(2, catalogue.look().books().size());
      assertEquals(List.of("-"), asked, "kept for a while");
      now[0] = now[0].plusSeconds(601);
      assertEquals(2, catalogue.look().books().size());
      assertEquals(List.of("-", "\"1\""), asked);
      server.stop(0);
      now[0] = now[0].plusSeconds(601);
      var look = catalogue.look();
      assertEquals(2, look.books().size());
      assertTrue(look.problem().isPresent());
    } finally {
      server.stop(0);
    }
  }

  private static void answer(HttpExchange exchange, List<String> asked) throws IOException {
    var tag = exchange.getRequestHeaders().getFirst("If-None-Match");
    asked.add(tag == null ? "-" : tag);
    try (exchange) {
      if (tag != null) {
        exchange.sendResponseHeaders(304, -1);
        return;
      }
      exchange.getResponseHeaders().add("ETag", "\"1\"");
      var body = FEED.getBytes(UTF_8);
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }
}
