package org.cardshop.creator.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.creator.draft.Draft;
import org.cardshop.creator.draft.Drafts;
import org.cardshop.creator.draft.MemoryContent;
import org.cardshop.layout.content.Piece;
import org.junit.jupiter.api.Test;

class CutTest {
  private static final int MIB = 1 << 20;

  @Test
  void everyByteIsInOnePlaceAndKeepsItsValue() throws Exception {
    for (int seed = 0; seed < 60; seed++) {
      var draft = anything(new Random(seed));
      var image = Drafts.bytes(draft);
      var cut = Cut.of(draft);
      var seen = new byte[image.length];
      for (var chunk : cut.chunks()) {
        var into = ByteBuffer.allocate(chunk.length());
        chunk.read(into);
        into.get(seen, (int) chunk.span().offset(), chunk.length());
        long window = chunk.span().offset() / Manifest.CHUNK_SIZE;
        assertEquals(window, (chunk.span().end() - 1) / Manifest.CHUNK_SIZE);
      }
      org.junit.jupiter.api.Assertions.assertArrayEquals(image, seen, "seed " + seed);
      var all = new ArrayList<>(cut.chunks().stream().map(Composition::span).toList());
      all.addAll(cut.zero());
      all.addAll(cut.free());
      all.sort(java.util.Comparator.comparingLong(Span::offset));
      assertEquals(List.of(new Span(0, draft.size())), Grid.merged(all), "seed " + seed);
      for (var span : all) {
        assertEquals(0, span.offset() % 4096);
      }
    }
  }

  @Test
  void onlyWhatADraftCallsFreeIsFree() {
    for (int seed = 0; seed < 60; seed++) {
      var draft = anything(new Random(seed));
      var free =
          Grid.inside(
              draft.pieces().stream()
                  .filter(Piece.Free.class::isInstance)
                  .map(Piece::span)
                  .toList());
      assertEquals(free, Cut.of(draft).free(), "seed " + seed);
    }
  }

  @Test
  void aLongContentHasTheSameChunksInEveryImage() {
    var book = new MemoryContent(random(9 * MIB + 5));
    var keys = new ArrayList<List<String>>();
    for (var before : List.of(3 * MIB, 4 * MIB - 4096)) {
      long at = 4L * MIB;
      var cut =
          Cut.of(
              new Draft(
                  20L * MIB,
                  List.of(
                      Piece.Bytes.at(0, random(before)),
                      new Piece.Zero(new Span(before, at - before)),
                      new Piece.Part(new Span(at, book.size()), book, 0),
                      new Piece.Zero(new Span(at + book.size(), 4091)),
                      Piece.Bytes.at(at + book.size() + 4091, random(before)),
                      new Piece.Zero(
                          new Span(
                              at + book.size() + 4091 + before,
                              16L * MIB - book.size() - 4091 - before)))));
      assertEquals(
          List.of(
              new Span(at, 4 * MIB),
              new Span(at + 4 * MIB, 4 * MIB),
              new Span(at + 8 * MIB, MIB + 4096)),
          cut.chunks().stream()
              .map(Composition::span)
              .filter(span -> span.offset() >= at && span.end() <= at + book.size() + 4096)
              .toList());
      keys.add(
          cut.chunks().stream()
              .filter(c -> c.span().offset() >= at && c.span().end() <= at + book.size() + 4096)
              .map(c -> c.key().hex())
              .toList());
    }
    assertEquals(keys.get(0), keys.get(1));
  }

  @Test
  void shortContentsShareMostChunksWhereverTheyLie() {
    var random = new Random(5);
    var pages = new ArrayList<MemoryContent>();
    for (int i = 0; i < 200; i++) {
      pages.add(new MemoryContent(random(10_000 + random.nextInt(50_000))));
    }
    var here = sideBySide(0, pages);
    var there = sideBySide(3L * MIB + 4096, pages.subList(50, 150));
    long shared = there.stream().filter(here::contains).count();
    assertTrue(shared >= there.size() * 2 / 3, shared + " of " + there.size());
    assertTrue(there.size() <= 40, there.size() + " chunks");
  }

  @Test
  void contentsAllOfOneSizeAreNotCutIntoTooMany() {
    for (int size = 1000; size < 6000; size += 1000) {
      var same = Collections.nCopies(1000, new MemoryContent(random(size)));
      var keys = sideBySide(0, same);
      assertTrue(keys.size() <= 8L * MIB / (64 << 10), size + " gave " + keys.size());
    }
  }

  /// Keys of the chunks of contents that follow each other, each in blocks of its own.
  private static List<Sha256> sideBySide(long from, List<MemoryContent> contents) {
    var pieces = new ArrayList<Piece>();
    long at = from;
    if (at > 0) {
      pieces.add(Piece.Bytes.at(0, random((int) from)));
    }
    for (var content : contents) {
      pieces.add(new Piece.Part(new Span(at, content.size()), content, 0));
      at += content.size();
      long end = Math.ceilDiv(at, 4096L) * 4096;
      if (end > at) {
        pieces.add(new Piece.Zero(new Span(at, end - at)));
      }
      at = end;
    }
    return Cut.of(new Draft(at, pieces)).chunks().stream()
        .filter(chunk -> chunk.span().offset() >= from)
        .map(Composition::key)
        .toList();
  }

  @Test
  void aLongContentThatComesInPartsIsCutOnlyWhereItIsApart() {
    var book = new MemoryContent(random(6 * MIB));
    var cut =
        Cut.of(
            new Draft(
                8L * MIB,
                List.of(
                    new Piece.Part(new Span(0, MIB), book, 0),
                    new Piece.Part(new Span(MIB, MIB), book, MIB),
                    Piece.Bytes.at(2L * MIB, random(4096)),
                    new Piece.Part(new Span(2L * MIB + 4096, 4L * MIB), book, 2L * MIB),
                    new Piece.Zero(new Span(6L * MIB + 4096, 2L * MIB - 4096)))));
    assertEquals(
        List.of(
            new Span(0, 2 * MIB + 4096),
            new Span(2 * MIB + 4096, 2 * MIB - 4096),
            new Span(4 * MIB, 2 * MIB + 4096)),
        cut.chunks().stream().map(Composition::span).toList());
  }

  @Test
  void aKeyIsOfTheBytesWhereverTheyLie() {
    var content = new MemoryContent(random(5000));
    var here =
        key(
            new Draft(
                8192,
                List.of(
                    new Piece.Part(new Span(0, 5000), content, 0),
                    new Piece.Zero(new Span(5000, 3192)))));
    var there =
        key(
            new Draft(
                MIB,
                List.of(
                    new Piece.Zero(new Span(0, MIB - 8192)),
                    new Piece.Part(new Span(MIB - 8192, 5000), new MemoryContent(random(5000)), 0),
                    new Piece.Free(new Span(MIB - 3192, 1000)),
                    new Piece.Zero(new Span(MIB - 2192, 2192)))));
    assertEquals(here, there);
    assertNotEquals(
        here,
        key(
            new Draft(
                8192,
                List.of(
                    new Piece.Part(new Span(0, 4999), content, 1),
                    new Piece.Zero(new Span(4999, 3193))))));
  }

  private static String key(Draft draft) {
    var chunks = Cut.of(draft).chunks();
    assertTrue(chunks.size() == 1, chunks::toString);
    return chunks.getFirst().key().hex();
  }

  /// Pieces of all lengths, some long.
  private static Draft anything(Random random) {
    var pieces = new ArrayList<Piece>();
    long at = 0;
    for (int i = 0; i < 30; i++) {
      int length =
          switch (random.nextInt(4)) {
            case 0 -> 1 + random.nextInt(5000);
            case 1 -> 4096 * (1 + random.nextInt(20));
            case 2 -> 1 + random.nextInt(200_000);
            default -> random.nextInt(8) == 0 ? 5 * MIB : 65536;
          };
      var span = new Span(at, length);
      pieces.add(Drafts.piece(random, span));
      at = span.end();
    }
    return new Draft(at, pieces);
  }

  private static byte[] random(int length) {
    var bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }
}
