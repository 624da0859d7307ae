package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;

/// The file `<image>.manifest.json`, version 1. The same manifest always gives the same bytes.
public final class ManifestJson {
  private static final Pattern CRC32C = Pattern.compile("[0-9a-f]{8}");

  private ManifestJson() {}

  public static byte[] write(Manifest manifest) {
    var json = Json.object();
    json.put("version", Manifest.VERSION)
        .put("name", manifest.name())
        .put("size", manifest.size())
        .put("sha256", manifest.sha256().hex())
        .put("chunk_size", manifest.chunkSize());
    writeSpans(json.putArray("zero"), manifest.zero());
    writeSpans(json.putArray("free"), manifest.free());
    var chunks = json.putArray("chunks");
    for (var chunk : manifest.chunks()) {
      chunks
          .addObject()
          .put("offset", chunk.offset())
          .put("length", chunk.length())
          .put("sha256", chunk.sha256().hex())
          .put("crc32c", HexFormat.of().toHexDigits(chunk.crc32c()))
          .put("stored", chunk.stored());
    }
    return Json.bytes(json);
  }

  /// @throws MalformedException when the bytes are no manifest of a known version, or when its map
  ///   does not cover the image exactly once
  public static Manifest read(byte[] json) {
    var fields = Fields.of(json);
    if (fields.whole("version") != Manifest.VERSION) {
      throw new MalformedException(
          "manifest version " + fields.whole("version") + " is not known here; update Cardshop");
    }
    try {
      return new Manifest(
          fields.text("name"),
          fields.whole("size"),
          new Sha256(fields.text("sha256")),
          fields.smallWhole("chunk_size"),
          readSpans(fields.list("zero"), "zero"),
          readSpans(fields.list("free"), "free"),
          readChunks(fields.list("chunks")));
    } catch (IllegalArgumentException e) {
      throw new MalformedException("not a manifest: " + e.getMessage(), e);
    }
  }

  private static void writeSpans(ArrayNode to, List<Span> spans) {
    for (var span : spans) {
      to.addArray().add(span.offset()).add(span.length());
    }
  }

  private static List<Span> readSpans(ArrayNode list, String name) {
    return StreamSupport.stream(list.spliterator(), false).map(n -> readSpan(n, name)).toList();
  }

  private static Span readSpan(JsonNode node, String name) {
    if (!node.isArray() || node.size() != 2 || !isWhole(node.get(0)) || !isWhole(node.get(1))) {
      throw new MalformedException("the field '" + name + "' must hold [offset, length] pairs");
    }
    return new Span(node.get(0).longValue(), node.get(1).longValue());
  }

  private static boolean isWhole(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }

  private static List<Chunk> readChunks(ArrayNode list) {
    var chunks = new ArrayList<Chunk>(list.size());
    for (var node : list) {
      if (!(node instanceof ObjectNode object)) {
        throw new MalformedException("the field 'chunks' must hold objects");
      }
      var fields = new Fields(object);
      chunks.add(
          new Chunk(
              fields.whole("offset"),
              fields.smallWhole("length"),
              new Sha256(fields.text("sha256")),
              crc32c(fields.text("crc32c")),
              fields.whole("stored")));
    }
    return chunks;
  }

  private static int crc32c(String hex) {
    if (!CRC32C.matcher(hex).matches()) {
      throw new MalformedException("the field 'crc32c' must be 8 hex digits");
    }
    return HexFormat.fromHexDigits(hex);
  }
}
