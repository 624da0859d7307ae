package org.cardshop.core.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ManifestTest {
  private static final Sha256 DIGEST = Sha256.of(new byte[1]);

  @Test
  void dataZeroAndFreeTogetherCoverTheImage() {
    var manifest = of(100, List.of(span(10, 20)), List.of(span(30, 70)), List.of(chunk(0, 10)));
    assertEquals(10, manifest.dataBytes());
    assertEquals(20, manifest.zeroBytes());
  }

  @Test
  void aByteMayNotBeLeftOut() {
    refused("leaves out byte 10", 100, List.of(span(20, 80)), List.of(), List.of(chunk(0, 10)));
  }

  @Test
  void aByteMayNotBeListedTwice() {
    refused("lists byte 5 twice", 100, List.of(span(5, 95)), List.of(), List.of(chunk(0, 10)));
  }

  @Test
  void theLastBytesMayNotBeMissing() {
    refused("covers 90 bytes", 100, List.of(span(10, 80)), List.of(), List.of(chunk(0, 10)));
  }

  @Test
  void nothingMayLieBehindTheEnd() {
    refused("covers 110 bytes", 100, List.of(span(10, 100)), List.of(), List.of(chunk(0, 10)));
  }

  @Test
  void aChunkMayNotCrossAMultipleOfTheChunkSize() {
    refused("crosses", 100, List.of(span(0, 60)), List.of(), List.of(chunk(60, 40)));
  }

  @Test
  void aChunkMayEndExactlyAtAMultipleOfTheChunkSize() {
    of(128, List.of(span(0, 60)), List.of(span(64, 64)), List.of(chunk(60, 4)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "A", "../68a1", "a/b", ".hidden", "a b", "é"})
  void aNameThatCouldLeaveItsFolderIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> Manifest.requireName(name));
  }

  @ParameterizedTest
  @ValueSource(strings = {"68a1", "wikipedia-fr_2026-03", "a.b"})
  void namesOfOrdersAndAutoImagesAreFine(String name) {
    assertEquals(name, Manifest.requireName(name));
  }

  private static void refused(
      String why, long size, List<Span> zero, List<Span> free, List<Chunk> chunks) {
    var thrown = assertThrows(IllegalArgumentException.class, () -> of(size, zero, free, chunks));
    assertTrue(String.valueOf(thrown.getMessage()).contains(why), thrown::getMessage);
  }

  private static Manifest of(long size, List<Span> zero, List<Span> free, List<Chunk> chunks) {
    return new Manifest("68a1", size, DIGEST, 64, zero, free, chunks);
  }

  private static Span span(long offset, long length) {
    return new Span(offset, length);
  }

  private static Chunk chunk(long offset, int length) {
    return new Chunk(offset, length, DIGEST, 7, 5);
  }
}
