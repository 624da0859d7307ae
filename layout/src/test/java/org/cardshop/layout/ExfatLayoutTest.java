package org.cardshop.layout;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lays volumes onto cards full of garbage and has them read by fsck.exfat and by [ExfatWalk].
class ExfatLayoutTest {
  private static final long MIB = 1 << 20;
  private static final long BIG = 4 * MIB;
  private static final int SERIAL = 0xca2d_5409;

  @TempDir Path folder;

  static Map<String, Tree> trees() {
    var trees = new LinkedHashMap<String, Map<String, Long>>();
    trees.put("empty", Map.of());
    trees.put("without a byte", Map.of("nothing", 0L, "a/nothing", 0L));
    trees.put("a cluster, less and more", Map.of("a", 4096L, "b", 4095L, "c", 4097L, "d", 1L));
    trees.put("around the boundary", Map.of("a", BIG - 1, "b", BIG, "c", BIG + 1, "d", BIG - 4096));
    trees.put("deep", Map.of("folder/".repeat(60) + "file", 100L, "folder/folder/file", 5000L));
    trees.put(
        "names",
        Map.of(
            "مياه/الماء.txt",
            10L,
            "emoji 😀👩‍🚀/🚰.zim",
            5000L,
            "日本語",
            1L,
            "É.txt",
            2L,
            "E.txt",
            3L,
            "ß",
            3L,
            "SS",
            3L,
            " blanks ",
            4L,
            "x".repeat(255),
            5L,
            "fifteen letters",
            6L));
    trees.put(
        "20 000 names",
        IntStream.range(0, 20_000)
            .boxed()
            .collect(Collectors.toMap(i -> "all/file number " + i, i -> (long) i % 3)));
    var result = new LinkedHashMap<String, Tree>();
    trees.forEach((name, sizes) -> result.put(name, ExfatCard.tree(sizes)));
    return result;
  }

  static List<String> names() {
    return List.copyOf(trees().keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void everyTreeComesBack(String name) throws Exception {
    var tree = Objects.requireNonNull(trees().get(name));
    var card = card(4 * MIB, ExfatLayout.shortest(4 * MIB, tree)).used();
    card.write(ExfatLayout.of(card.partition(), "data", SERIAL, tree), true);
    card.check(tree);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6})
  void randomTreesComeBackFromAnyPlace(int seed) throws Exception {
    var random = new Random(seed);
    var tree = randomTree(random);
    long offset = 512L * random.nextInt(20_000);
    var shortest = ExfatLayout.shortest(offset, tree);
    var card = card(offset, shortest + 512L * random.nextInt(5000)).used();
    card.write(ExfatLayout.of(card.partition(), "", seed, tree), true);
    card.check(tree);
  }

  @Test
  void emptyFoldersAndExecutablesAreKept() throws Exception {
    var tree =
        Tree.of(
            Map.of(
                "empty/inside", new Tree.Node.Folder(),
                "bin/run", new Tree.Node.File(new SeededContent(1, 700), true)));
    var card = card(0, 32 * MIB).used();
    card.write(ExfatLayout.of(card.partition(), "خريطة 😀", SERIAL, tree), true);
    card.check(tree);
    assertEquals("خريطة 😀", card.walk().label());
    assertTrue(card.walk().found("empty/inside").isFolder());
  }

  @Test
  void aFileMayBeLongerThanFourGiB() throws Exception {
    var tree = ExfatCard.tree(Map.of("wikipedia.zim", 5L << 30, "index", 100L));
    var card = card(BIG, ExfatLayout.shortest(BIG, tree));
    card.write(ExfatLayout.of(card.partition(), "data", SERIAL, tree), false);
    assertTrue(card.shell("fsck.exfat -n card").contains(": clean. "));
    assertEquals(5L << 30, card.walk().found("wikipedia.zim").length());
  }

  @Test
  void theSameTreeGivesTheSamePieces() throws Exception {
    var partition = new Span(4 * MIB, 128 * MIB);
    var sizes = Map.of("a/b", 10L, "c", BIG, "d/e/f", 70_000L, "g", 0L);
    assertEquals(
        ExfatLayout.of(partition, "data", SERIAL, ExfatCard.tree(new TreeMap<>(sizes))),
        ExfatLayout.of(partition, "data", SERIAL, ExfatCard.tree(new HashMap<>(sizes))));
  }

  @Test
  void aBigContentGivesTheSameSlicesWhateverLiesBesideIt() throws Exception {
    var big = new SeededContent(7, 11 * MIB + 5);
    var slices = slices(big, new Span(4 * MIB, 64 * MIB), Map.of());
    assertEquals(List.of(0L, BIG, 2 * BIG), slices);
    var others = Map.of("a", 3 * MIB, "a.big", 5 * MIB + 3, "z", 10L, "zz.big", BIG);
    assertEquals(slices, slices(big, new Span(3 * 512, 64 * MIB), others));
    assertEquals(slices, slices(big, new Span(77 * 512, 9000 * MIB), others));
  }

  @Test
  void anotherSmallFileMovesNoBigOne() throws Exception {
    var partition = new Span(4 * MIB, 100 * MIB);
    var sizes = new TreeMap<>(Map.of("b.big", 9 * MIB, "c", 10L, "d.big", 5 * MIB));
    var before = parts(partition, ExfatCard.tree(sizes));
    sizes.putAll(Map.of("a", 3 * MIB, "b.c/d", 5000L));
    var after = parts(partition, ExfatCard.tree(sizes));
    for (var part : before) {
      assertEquals(part.content().size() >= BIG, after.contains(part), "moved: " + part.span());
    }
  }

  @Test
  void anotherSmallFileChangesFewChunks() throws Exception {
    var random = new Random(3);
    var sizes = new TreeMap<String, Long>();
    for (int i = 0; i < 4000; i++) {
      sizes.put(i % 20 + "/page " + i, 1L + random.nextInt(i % 2 == 0 ? 3000 : 60_000));
    }
    var before = chunks(new Span(4 * MIB, 400 * MIB), ExfatCard.tree(sizes));
    sizes.put("1/a new page", 10_000L);
    sizes.remove("7/page 27");
    var after = chunks(new Span(3 * 512, 300 * MIB), ExfatCard.tree(sizes));
    after.removeAll(before);
    assertTrue(before.size() >= 16, "there are " + before.size());
    assertTrue(after.size() <= 5, after.size() + " of " + before.size() + " are new");
  }

  @Test
  void whatExfatCannotHoldIsRefusedByItsPath() {
    assertEquals(
        "a/b:c has a : in its name, which is not possible there; "
            + "rename it, or take a base with ext4 data",
        refusal(ExfatCard.tree(Map.of("a/b:c", 1L))));
    assertEquals(
        "a/link is a symbolic link, which exFAT does not have; "
            + "leave it out, or take a base with ext4 data",
        refusal(Tree.of(Map.of("a/link", new Tree.Node.Link("b")))));
    assertEquals(
        "a/Ärzte and a/ärzte are the same name to exFAT; rename one of them",
        refusal(ExfatCard.tree(Map.of("a/Ärzte", 1L, "a/ärzte", 1L))));
    for (var name : List.of("a\"", "a*", "a<", "a>", "a?", "a\\b", "a|", "a\n", "a.", "\ude00")) {
      assertTrue(refusal(ExfatCard.tree(Map.of("x/" + name, 1L))).startsWith("x/" + name));
    }
    assertTrue(refusal(ExfatCard.tree(Map.of("x".repeat(256), 1L))).contains("256 characters"));
  }

  @Test
  void theSameNameInTwoFoldersIsNoClash() throws Exception {
    var tree = ExfatCard.tree(Map.of("a/name", 1L, "b/NAME", 1L, "B.c", 1L));
    assertTrue(ExfatLayout.of(new Span(0, 32 * MIB), "", SERIAL, tree).size() > 3);
  }

  @Test
  void aLabelOfTwelveCharactersIsRefused() {
    assertEquals(
        "the data partition's label twelve chars is longer than 11 characters",
        assertThrows(
                LayoutException.class,
                () ->
                    ExfatLayout.of(
                        new Span(0, 32 * MIB), "twelve chars", 1, ExfatCard.tree(Map.of())))
            .getMessage());
  }

  @Test
  void withoutRoomForBoundariesContentsFollowEachOther() throws Exception {
    var sizes = new TreeMap<String, Long>();
    IntStream.range(0, 12).forEach(i -> sizes.put("video " + i, BIG + 5000));
    var tree = ExfatCard.tree(sizes);
    assertTrue(ExfatLayout.shortest(0, tree) > 96 * MIB);

    var card = card(0, 49 * MIB).used();
    card.write(ExfatLayout.of(card.partition(), "", SERIAL, tree), true);

    assertTrue(card.shell("fsck.exfat -n card").contains(": clean. "));
    assertEquals(tree.nodes().keySet(), card.walk().found().keySet());
    var sentence =
        assertThrows(
            LayoutException.class, () -> ExfatLayout.of(new Span(0, 48 * MIB), "", SERIAL, tree));
    assertEquals(
        "the contents need 49 MiB in the data partition, which has 48 MiB; "
            + "take a larger card or fewer contents",
        sentence.getMessage());
  }

  @Test
  void theShortestIsShortAndTheNextOneIsTaken() throws Exception {
    for (long size : LongStream.of(0, 1, BIG, 100 * MIB, 9000 * MIB, 300_000 * MIB).toArray()) {
      var tree = ExfatCard.tree(Map.of("a", size, "b", 10L));
      long shortest = ExfatLayout.shortest(8 * MIB, tree);
      assertEquals(0, shortest % BIG);
      assertTrue(shortest <= size + size / 45 + 24 * MIB, size + " in " + shortest);
      long free =
          ExfatLayout.of(new Span(8 * MIB, shortest), "", SERIAL, tree).stream()
              .filter(Piece.Free.class::isInstance)
              .mapToLong(piece -> piece.span().length())
              .sum();
      assertTrue(free >= Math.max(8 * MIB, size / 50), size + " leaves " + free);
    }
  }

  /// On a card of 128 GiB that Windows formatted they take 13 GB.
  @Test
  void tinyFilesDoNotFillALargeCard() throws Exception {
    var sizes = new TreeMap<String, Long>();
    IntStream.range(0, 100_000).forEach(i -> sizes.put(i % 300 + "/" + i, 1L));
    var tree = ExfatCard.tree(sizes);
    assertTrue(ExfatLayout.shortest(0, tree) < 500 * MIB);
    var partition = new Span(0, 500 * MIB);
    assertTrue(ExfatLayout.of(partition, "", SERIAL, tree).getLast().span().length() > 10 * MIB);
    for (long gib : List.of(32, 512)) {
      var pieces = ExfatLayout.of(new Span(0, gib << 30), "", SERIAL, tree);
      assertTrue(pieces.getLast().span().length() > (gib << 30) * 9 / 10, gib + " GiB");
    }
  }

  @Test
  void theUpcaseTableIsTheRecommendedOne() {
    assertEquals(5836, ExfatUpcase.table().length);
    assertEquals(0xe619_d30d, ExfatSum.ofTable(ExfatUpcase.table()));
  }

  private ExfatCard card(long offset, long length) {
    return new ExfatCard(folder, new Span(offset, length));
  }

  private static String refusal(Tree tree) {
    var partition = new Span(0, 32 * MIB);
    return String.valueOf(
        assertThrows(LayoutException.class, () -> ExfatLayout.of(partition, "", SERIAL, tree))
            .getMessage());
  }

  /// Where in the content each part of it lies that begins a chunk of the image.
  private static List<Long> slices(SeededContent big, Span partition, Map<String, Long> others)
      throws LayoutException {
    var nodes = new TreeMap<>(ExfatCard.tree(others).nodes());
    nodes.put("big", new Tree.Node.File(big, false));
    var part =
        parts(partition, Tree.of(nodes)).stream()
            .filter(p -> p.content().equals(big))
            .findFirst()
            .orElseThrow();
    long first = -part.span().offset() % BIG;
    return LongStream.iterate(first, at -> at < big.size(), at -> at + BIG).boxed().toList();
  }

  /// What contents lie where in each chunk of the image that holds any.
  private static Set<Map<Long, String>> chunks(Span partition, Tree tree) throws LayoutException {
    var chunks = new TreeMap<Long, Map<Long, String>>();
    for (var part : parts(partition, tree)) {
      for (long at = part.span().offset(); at < part.span().end(); at = (at / BIG + 1) * BIG) {
        chunks
            .computeIfAbsent(at / BIG, _ -> new TreeMap<>())
            .put(at % BIG, part.content() + " from " + (at - part.span().offset()));
      }
    }
    return new HashSet<>(chunks.values());
  }

  private static List<Piece.Part> parts(Span partition, Tree tree) throws LayoutException {
    return ExfatLayout.of(partition, "data", SERIAL, tree).stream()
        .filter(Piece.Part.class::isInstance)
        .map(Piece.Part.class::cast)
        .toList();
  }

  private static Tree randomTree(Random random) {
    var sizes = new TreeMap<String, Long>();
    for (int i = random.nextInt(300); i >= 0; i--) {
      var path = new StringBuilder();
      for (int depth = random.nextInt(4); depth > 0; depth--) {
        path.append("folder ").append(random.nextInt(4)).append('/');
      }
      path.append("file ").append("n".repeat(random.nextInt(40))).append(i);
      long size = random.nextInt(12) == 0 ? random.nextInt(1 << 18) : random.nextInt(20_000);
      sizes.put(path.toString(), i % 97 == 5 ? BIG - 2 + random.nextInt(1 << 21) : size);
    }
    return ExfatCard.tree(sizes);
  }
}
