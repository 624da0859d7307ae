package org.cardshop.allinone;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.image.Chunk;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Orders that are called off while one of their steps is under way. The step is held where it is
/// by a source or a line that falls silent, as happens in real life. There is one creator and one
/// slot: that they are free again shows by the next order.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CancelTest {
  private static final String BUILD = "build";
  private static final String SLOT = "A-01";
  private static final Optional<String> BY_RELAY = Optional.of("by-relay");
  private static final Optional<String> READ_BY_RELAY = Optional.of("read-by-relay");

  /// More chunks than a writer keeps decoded: 48 of 4 MiB.
  private static final int BEYOND_MEMORY = 240;

  private static final long CARD = 600_000_000;

  private final Recipes contents;
  private final Card card;
  private final Embedded factory;
  private final Relay relay;

  CancelTest(@TempDir Path temp) throws Exception {
    contents = Recipes.in(temp.resolve("contents"));
    card = Card.used(temp.resolve("card.img"), CARD);
    factory =
        Embedded.open(
            temp.resolve("data"),
            Map.of("CARDSHOP_SLOTS", SLOT + "=file:" + card.path(), "CARDSHOP_CONFIRM", "person"));
    var direct =
        URI.create(factory.admin().get("/warehouses/warehouse").path("upload_uri").asText());
    relay = new Relay(direct.getPort());
    var uri = "ftps://localhost:" + relay.port();
    register(BY_RELAY.get(), uri, uri);
    register(READ_BY_RELAY.get(), direct.toString(), uri);
  }

  private void register(String slug, String uploads, String downloads) throws Exception {
    factory
        .admin()
        .post(
            "/warehouses/",
            Json.object()
                .put("slug", slug)
                .put("name", slug)
                .put("upload_uri", uploads)
                .put("download_uri", downloads));
  }

  @AfterEach
  void mendTheLine() {
    relay.silentWhile(() -> false);
  }

  @AfterAll
  void close() throws IOException {
    relay.close();
    factory.close();
  }

  @Test
  void whoWaitsForACreatorOrHasOneIsCalledOff() throws Exception {
    try (var site = new StalledSite()) {
      var building = factory.order(contents.of(site.url(), "128MiB"), 1);
      factory.awaitImage(building, "building");
      var waiting = factory.order(contents.small("waits for the creator"), 1);
      assertEquals("pending_creator", factory.get(waiting).path("status").asText());

      factory.cancel(waiting);

      assertEquals("canceled", factory.image(waiting).path("status").asText());
      assertTrue(Embedded.isAtWork(BUILD), "the other order is not touched");
      assertEquals("creating", factory.get(building).path("status").asText());

      factory.cancel(building);

      assertImageCalledOff(building);
      assertNextOrderIsDone();
    }
  }

  @Test
  void anUploadIsCalledOff() throws Exception {
    int before = factory.chunks().size();
    relay.silentWhile(() -> factory.chunks().size() >= before + 3);
    var order = factory.order(random("uploaded", 40), 1, BY_RELAY);
    await().atMost(Embedded.PATIENCE).until(() -> factory.chunks().size() >= before + 3);
    factory.awaitImage(order, "uploading");

    factory.cancel(order);

    assertImageCalledOff(order);
    assertNextOrderIsDone();
  }

  @Test
  void aDownloadIsCalledOff() throws Exception {
    var cached = factory.folder("writer-1/chunks");
    long before = count(cached);
    var digest = card.digest();
    relay.silentWhile(() -> true);
    var order = factory.order(random("downloaded", 40), 1, READ_BY_RELAY);
    factory.awaitImage(order, "uploaded");
    // From now on nothing is fetched ahead: the leave for that ended with the upload.
    relay.silentWhile(() -> count(cached) >= before + 3);
    factory.awaitCard(order, "downloading");
    await().atMost(Embedded.PATIENCE).until(() -> count(cached) >= before + 3);

    factory.cancel(order);

    assertCardCalledOff(order);
    assertEquals(digest, card.digest());
    assertNextOrderIsDone();
  }

  @Test
  void aCardThatOnlyWaitedIsNotTouched() throws Exception {
    var digest = card.digest();
    var order = factory.order(contents.small("waits for its card"), 1);
    factory.awaitCard(order, "waiting_for_card");

    factory.cancel(order);

    assertCardCalledOff(order);
    assertEquals(digest, card.digest());
    assertNextOrderIsDone();
  }

  @Test
  void aCardInMidWriteIsLeftDirty() throws Exception {
    var order = orderHeldInWriting("written", 40);

    factory.cancel(order);

    assertCardCalledOff(order);
    var next = factory.order(contents.small("after a dirty card"), 1);
    factory.awaitCard(next, "waiting_for_card");
    await("the dirty card to be named")
        .atMost(Embedded.PATIENCE)
        .until(() -> why(next).contains("was not finished"));
    factory.confirm(next);
    factory.awaitOrder(next, "pending_shipment");
    putInAnotherCard();
  }

  /// A chunk that goes wrong on the card must be had again, which keeps verification busy.
  @Test
  void aCardInMidVerificationIsNotCounted() throws Exception {
    var order = orderHeldInWriting("verified", BEYOND_MEMORY);
    var image = factory.manifest(order);
    var spoiled = data(image.chunks()).getFirst();
    await("the chunk to be on the card")
        .atMost(Embedded.PATIENCE)
        .until(() -> card.digest(spoiled.span()).equals(spoiled.sha256()));
    spoil(card.path(), spoiled.offset());
    spoil(frame(spoiled), 0);
    relay.silentWhile(() -> !Files.exists(frame(spoiled)));
    factory.awaitCard(order, "verifying");
    await().atMost(Embedded.PATIENCE).until(() -> !Files.exists(frame(spoiled)));

    factory.cancel(order);

    assertCardCalledOff(order);
    assertNotEquals(image.sha256(), card.digest(image.size()));
    putInAnotherCard();
    assertNextOrderIsDone();
  }

  /// Its writing has begun and waits for a chunk that was damaged in the writer's cache.
  private String orderHeldInWriting(String name, int mib) throws Exception {
    var order = factory.order(random(name, mib), 1, BY_RELAY);
    factory.awaitCard(order, "waiting_for_card");
    var chunks = factory.manifest(order).chunks();
    await("all of the image")
        .atMost(Embedded.PATIENCE)
        .until(() -> chunks.stream().allMatch(chunk -> Files.exists(frame(chunk))));
    relay.silentWhile(() -> true);
    var last = data(chunks).getLast();
    spoil(frame(last), 0);
    factory.confirm(order);
    factory.awaitCard(order, "writing");
    await().atMost(Embedded.PATIENCE).until(() -> !Files.exists(frame(last)));
    return order;
  }

  private ObjectNode random(String name, int mib) throws IOException {
    return contents.of(contents.random(name, mib).toUri().toString(), "512MiB");
  }

  /// Those that hold nothing but content.
  private static List<Chunk> data(List<Chunk> chunks) {
    return chunks.stream().filter(c -> c.length() == 4 << 20 && c.stored() > 4 << 20).toList();
  }

  private Path frame(Chunk chunk) {
    return factory.folder("writer-1/chunks").resolve(chunk.sha256().hex() + ".zst");
  }

  private static void spoil(Path file, long offset) throws IOException {
    try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.write(
          ByteBuffer.wrap("spoiled".repeat(100).getBytes(StandardCharsets.UTF_8)), offset);
      channel.force(true);
    }
  }

  private String why(String order) {
    return factory.card(order).path("progress").path("why").asText();
  }

  private void assertImageCalledOff(String order) throws IOException {
    Embedded.assertStops(BUILD);
    assertEquals("canceled", factory.get(order).path("status").asText());
    assertEquals("canceled", factory.image(order).path("status").asText());
    assertEquals(0, factory.leftovers());
    assertFalse(factory.hasImage(order));
  }

  private void assertCardCalledOff(String order) {
    Embedded.assertStops(SLOT);
    assertEquals("canceled", factory.get(order).path("status").asText());
    assertEquals("canceled", factory.card(order).path("status").asText());
    mendTheLine();
    await("the image to be removed")
        .atMost(Embedded.PATIENCE)
        .until(() -> !factory.hasImage(order));
  }

  private void assertNextOrderIsDone() throws Exception {
    var next = factory.order(contents.small("the next one"), 1);
    factory.confirm(next);
    factory.awaitOrder(next, "pending_shipment");
    card.assertHolds(factory.manifest(next));
    putInAnotherCard();
  }

  private void putInAnotherCard() throws IOException {
    Files.delete(card.path());
    Card.used(card.path(), CARD);
  }

  private static long count(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(f -> f.toString().endsWith(".zst")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
