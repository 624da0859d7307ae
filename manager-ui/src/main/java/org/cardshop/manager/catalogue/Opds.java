package org.cardshop.manager.catalogue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/// Reads a catalogue in OPDS 1.2, an Atom feed, as Kiwix's library serves it. It comes from
/// outside: no DTD and no entity is followed, and what it may hold is bounded.
final class Opds {
  static final int MOST_BOOKS = 20_000;

  private static final int LONGEST_TEXT = 1_000;
  private static final String ATOM = "http://www.w3.org/2005/Atom";
  private static final String OPEN = "http://opds-spec.org/acquisition/open-access";

  /// A list of mirrors with the address of what is mirrored before it.
  private static final String METALINK = ".meta4";

  private static final Set<String> REMOTE = Set.of("http", "https", "ftp");
  private static final Set<String> TEXTS =
      Set.of("title", "summary", "language", "name", "flavour", "category", "updated");

  private final URI address;
  private final List<Book> books = new ArrayList<>();

  private Opds(URI address) {
    this.address = address;
  }

  /// @param address that links are relative to; only a catalogue on this machine may name files of
  ///   it
  /// @throws IOException with a sentence when it is none, or too large
  static List<Book> read(byte[] xml, URI address) throws IOException {
    var opds = new Opds(address);
    try {
      var reader = factory().createXMLStreamReader(new ByteArrayInputStream(xml));
      opds.feed(reader);
      reader.close();
    } catch (XMLStreamException e) {
      var at = e.getLocation();
      throw new IOException(
          "it is not well-formed XML" + (at == null ? "" : " (line " + at.getLineNumber() + ")"),
          e);
    }
    return opds.books;
  }

  private static XMLInputFactory factory() {
    var factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver((_, _, _, _) -> {
      throw new XMLStreamException("nothing outside of the document is read");
    });
    return factory;
  }

  private void feed(XMLStreamReader reader) throws XMLStreamException, IOException {
    boolean isFeed = false;
    while (reader.hasNext()) {
      switch (reader.next()) {
        case XMLStreamConstants.DTD -> throw new IOException("it has a DTD, which is not read");
        case XMLStreamConstants.START_ELEMENT -> {
          if (!isFeed && !(isAtom(reader) && reader.getLocalName().equals("feed"))) {
            throw new IOException("it is no Atom feed");
          }
          isFeed = true;
          if (isAtom(reader) && reader.getLocalName().equals("entry")) {
            entry(reader);
          }
        }
        default -> {}
      }
    }
  }

  private void entry(XMLStreamReader reader) throws XMLStreamException, IOException {
    var texts = new HashMap<String, String>();
    String url = null;
    var bytes = OptionalLong.empty();
    for (int depth = 1; depth > 0; ) {
      int event = reader.next();
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        var name = reader.getLocalName();
        if (depth == 1 && isAtom(reader) && name.equals("link") && url == null) {
          url = link(reader).orElse(null);
          bytes = url == null ? bytes : length(reader.getAttributeValue(null, "length"));
        }
        var term = reader.getAttributeValue(null, "term");
        if (depth == 1 && name.equals("category") && term != null) {
          texts.putIfAbsent(name, cut(term));
        }
        if (depth == 1 && TEXTS.contains(name)) {
          note(texts, name, text(reader));
        } else {
          depth++;
        }
      }
    }
    add(texts, url, bytes);
  }

  private void add(Map<String, String> texts, @Nullable String url, OptionalLong bytes)
      throws IOException {
    if (url == null) {
      return;
    }
    if (books.size() == MOST_BOOKS) {
      throw new IOException("it has more than " + MOST_BOOKS + " contents; ask for fewer");
    }
    var title = texts.getOrDefault("title", "");
    var updated = texts.getOrDefault("updated", "");
    books.add(
        new Book(
            title.isEmpty() ? url.substring(url.lastIndexOf('/') + 1) : title,
            texts.getOrDefault("summary", ""),
            Arrays.stream(texts.getOrDefault("language", "").split("[,; ]+"))
                .filter(l -> !l.isEmpty())
                .distinct()
                .toList(),
            texts.getOrDefault("name", ""),
            texts.getOrDefault("flavour", ""),
            texts.getOrDefault("category", ""),
            updated.matches("\\d{4}-\\d\\d-\\d\\d.*") ? updated.substring(0, 10) : "",
            url,
            bytes));
  }

  /// Where the content is, if the link says so.
  private Optional<String> link(XMLStreamReader reader) {
    var href = reader.getAttributeValue(null, "href");
    if (href == null || !OPEN.equals(reader.getAttributeValue(null, "rel"))) {
      return Optional.empty();
    }
    try {
      var uri = address.resolve(href.strip().replace(" ", "%20"));
      var scheme = String.valueOf(uri.getScheme());
      boolean isAllowed =
          REMOTE.contains(scheme) || (scheme.equals("file") && "file".equals(address.getScheme()));
      var url = uri.toString().replaceFirst("^file:/(?!/)", "file:///");
      return isAllowed
          ? Optional.of(
              url.endsWith(METALINK) ? url.substring(0, url.length() - METALINK.length()) : url)
          : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static OptionalLong length(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,18}")
        ? OptionalLong.of(Long.parseLong(text))
        : OptionalLong.empty();
  }

  /// All that stands in the element; its end is read.
  private static String text(XMLStreamReader reader) throws XMLStreamException {
    var text = new StringBuilder();
    for (int depth = 1; depth > 0; ) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA ->
            text.append(reader.getText());
        default -> {}
      }
    }
    return cut(text.toString());
  }

  private static String cut(String text) {
    var plain = text.strip().replaceAll("\\s+", " ");
    return plain.substring(0, Math.min(plain.length(), LONGEST_TEXT));
  }

  private static void note(Map<String, String> texts, String name, String text) {
    if (!text.isEmpty()) {
      texts.put(name, text);
    }
  }

  private static boolean isAtom(XMLStreamReader reader) {
    return ATOM.equals(reader.getNamespaceURI());
  }
}
