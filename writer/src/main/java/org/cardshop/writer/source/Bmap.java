package org.cardshop.writer.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.cardshop.platform.digest.Digests;

/// A block map as bmap-tools makes it, versions 1.0 to 2.0: which blocks of an image have data, and
/// the checksum of each run of them. Version 1.3 brought checksums (SHA-1), 1.4 (renamed 2.0) the
/// choice among them.
///
/// @param size of the image in bytes
/// @param algorithm of the checksums, as the JDK names it; empty where the map has none
/// @param ranges ascending
record Bmap(long size, Optional<String> algorithm, List<Range> ranges) {
  private static final Pattern RANGE = Pattern.compile("(\\d{1,15})(?:\\s*-\\s*(\\d{1,15}))?");

  /// @param from first byte
  /// @param to the byte after the last, within the image
  /// @param checksum hex digits
  record Range(long from, long to, Optional<String> checksum) {}

  /// @throws UnusableException when the file is no such map or is not what its own checksum says
  static Bmap read(Path file) throws IOException {
    var bytes = Files.readAllBytes(file);
    try {
      return new Parsed(bytes).bmap(bytes);
    } catch (XMLStreamException | IllegalArgumentException e) {
      throw new UnusableException(
          file + " is no block map that can be used: " + e.getMessage() + ".", e);
    }
  }

  static MessageDigest digest(String algorithm) {
    try {
      return Digests.of(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalArgumentException("its checksums are of an unknown kind, " + algorithm, e);
    }
  }

  /// The elements of the XML file, not yet understood.
  private static final class Parsed {
    private final Map<String, String> texts = new HashMap<>();
    private final List<String> ranges = new ArrayList<>();
    private final List<Optional<String>> checksums = new ArrayList<>();
    private String version = "";

    Parsed(byte[] bytes) throws XMLStreamException {
      var factory = XMLInputFactory.newInstance();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
      var xml = factory.createXMLStreamReader(new ByteArrayInputStream(bytes));
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          element(xml);
        }
      }
    }

    private void element(XMLStreamReader xml) throws XMLStreamException {
      switch (xml.getLocalName()) {
        case "bmap" ->
            version = Objects.requireNonNullElse(xml.getAttributeValue(null, "version"), "");
        case "BlockMap" -> {}
        case "Range" -> {
          checksums.add(
              Optional.ofNullable(xml.getAttributeValue(null, "chksum"))
                  .or(() -> Optional.ofNullable(xml.getAttributeValue(null, "sha1")))
                  .map(c -> c.strip().toLowerCase(Locale.ROOT)));
          ranges.add(xml.getElementText().strip());
        }
        default -> texts.put(xml.getLocalName(), xml.getElementText().strip());
      }
    }

    Bmap bmap(byte[] bytes) {
      if (!version.matches("[12]\\.\\d+")) {
        throw new IllegalArgumentException("its version is '" + version + "', known are 1 and 2");
      }
      var algorithm = algorithm();
      algorithm.ifPresent(a -> requireOwnChecksum(bytes, a));
      long size = whole("ImageSize");
      long block = whole("BlockSize");
      if (size < 1 || block < 1 || block > Integer.MAX_VALUE) {
        throw new IllegalArgumentException("it is of " + size + " bytes in blocks of " + block);
      }
      return new Bmap(size, algorithm, understood(size, block, algorithm.isPresent()));
    }

    private Optional<String> algorithm() {
      var type = texts.get("ChecksumType");
      if (type != null) {
        var name = type.toUpperCase(Locale.ROOT).replaceFirst("^SHA-?", "SHA-");
        return Optional.of(name);
      }
      return texts.containsKey("BmapFileSHA1") ? Optional.of("SHA-1") : Optional.empty();
    }

    /// The map's own checksum is of the file with zeros in the checksum's place.
    private void requireOwnChecksum(byte[] bytes, String algorithm) {
      var stated = texts.getOrDefault("BmapFileChecksum", texts.getOrDefault("BmapFileSHA1", ""));
      var text = new String(bytes, StandardCharsets.ISO_8859_1);
      var blanked = text.replaceFirst(Pattern.quote(stated), "0".repeat(stated.length()));
      var sum = digest(algorithm).digest(blanked.getBytes(StandardCharsets.ISO_8859_1));
      if (!HexFormat.of().formatHex(sum).equalsIgnoreCase(stated)) {
        throw new IllegalArgumentException("it is not what its own checksum says; get it again");
      }
    }

    private List<Range> understood(long size, long block, boolean isSummed) {
      var understood = new ArrayList<Range>();
      long before = 0;
      for (int i = 0; i < ranges.size(); i++) {
        var match = RANGE.matcher(ranges.get(i));
        if (!match.matches()) {
          throw new IllegalArgumentException("it has the range '" + ranges.get(i) + "'");
        }
        long first = Long.parseLong(match.group(1));
        long last = match.group(2) == null ? first : Long.parseLong(match.group(2));
        long from = Math.multiplyExact(first, block);
        long to = Math.min(Math.multiplyExact(last + 1, block), size);
        if (from < before || to <= from) {
          throw new IllegalArgumentException("the range '" + ranges.get(i) + "' is out of order");
        }
        if (isSummed && checksums.get(i).isEmpty()) {
          throw new IllegalArgumentException("the range '" + ranges.get(i) + "' has no checksum");
        }
        understood.add(new Range(from, to, isSummed ? checksums.get(i) : Optional.empty()));
        before = to;
      }
      return List.copyOf(understood);
    }

    private long whole(String name) {
      var text = texts.getOrDefault(name, "");
      if (!text.matches("\\d{1,18}")) {
        throw new IllegalArgumentException("it says nothing of " + name);
      }
      return Long.parseLong(text);
    }
  }
}
