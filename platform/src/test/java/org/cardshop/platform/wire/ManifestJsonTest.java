package org.cardshop.platform.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.regex.Pattern;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestJsonTest {
  private static final String DIGEST =
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d";

  private static final String JSON =
      """
      {"version":1,"name":"68a1-fr-wikipedia","size":8000000000,"sha256":"%1$s","chunk_size":4194304,\
      "zero":[[4194304,5995805696]],"free":[[6000000000,2000000000]],\
      "chunks":[{"offset":0,"length":4194304,"sha256":"%1$s","crc32c":"89abcdef","stored":1234567}]}\
      """
          .formatted(DIGEST);

  private static final Manifest MANIFEST =
      new Manifest(
          "68a1-fr-wikipedia",
          8_000_000_000L,
          new Sha256(DIGEST),
          Manifest.CHUNK_SIZE,
          List.of(new Span(4194304, 5_995_805_696L)),
          List.of(new Span(6_000_000_000L, 2_000_000_000L)),
          List.of(new Chunk(0, 4194304, new Sha256(DIGEST), 0x89abcdef, 1234567)));

  @Test
  void theManifestIsWrittenAsTheContractSays() {
    assertEquals(JSON, new String(ManifestJson.write(MANIFEST), UTF_8));
  }

  @Test
  void whatIsWrittenIsReadAsTheSame() {
    assertEquals(MANIFEST, ManifestJson.read(JSON.getBytes(UTF_8)));
    assertArrayEquals(JSON.getBytes(UTF_8), ManifestJson.write(MANIFEST));
  }

  @Test
  void unknownFieldsOfLaterWritersDoNotHarm() {
    var later = JSON.replace("\"version\":1,", "\"version\":1,\"signed_by\":\"someone\",");
    assertEquals(MANIFEST, ManifestJson.read(later.getBytes(UTF_8)));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '\0',
      delimiter = '|',
      textBlock =
          """
          "version":1          | "version":2             | version 2 is not known
          "size":8000000000    | "size":8000000001       | covers 8000000000 bytes
          "size":8000000000    | "size":"8G"             | the field 'size' must be a whole number
          [4194304,5995805696] | [4194304]               | the field 'zero' must hold
          [4194304,5995805696] | [4194304.5,5995805696]  | the field 'zero' must hold
          68a1-fr-wikipedia    | ../../etc/passwd        | an image's name has
          "crc32c":"89abcdef"  | "crc32c":"89abcdefa"    | must be 8 hex digits
          "crc32c":"89abcdef"  | "crc32c":"abcdef"       | the field 'crc32c' must be 8 hex digits
          "offset":0,          | "offset":1,             | not a manifest
          "length":4194304     | "length":99999999999    | the field 'length' must be a whole number
          "stored":1234567     | "stored":0              | not a manifest
          """)
  void aWrongManifestIsRefusedWithAReason(String right, String wrong, String reason) {
    assertTrue(JSON.contains(right), right);
    var thrown =
        assertThrows(
            MalformedException.class,
            () ->
                ManifestJson.read(JSON.replaceFirst(Pattern.quote(right), wrong).getBytes(UTF_8)));
    assertTrue(String.valueOf(thrown.getMessage()).contains(reason), thrown::getMessage);
  }
}
