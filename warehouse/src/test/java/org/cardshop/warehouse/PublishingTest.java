package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.image.Manifest;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.ManifestJson;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@SuppressWarnings("NullAway.Init")
class PublishingTest {
  @TempDir Path temp;
  Bench bench;
  String ticket;
  WarehouseClient client;
  Sample image = Sample.image(Bench.IMAGE, 1);

  @BeforeEach
  void open() throws Exception {
    bench = Bench.plain(temp);
    ticket = bench.ticket(Direction.UPLOAD);
    client = bench.client(ticket);
  }

  @AfterEach
  void close() {
    client.close();
    bench.close();
  }

  @Test
  void aManifestIsPublishedWhenAllItsChunksAreThere() throws Exception {
    image.putChunks(client);
    assertEquals(new PutManifest.Published(), put(image));

    try (var reader = bench.client(bench.ticket(Direction.DOWNLOAD))) {
      assertEquals(image.manifest(), reader.getManifest(Bench.CHANNEL, Bench.IMAGE));
    }
  }

  @Test
  void missingChunksAreNamed() throws Exception {
    var chunks = List.copyOf(image.frames().keySet());
    var there = image.frames().get(chunks.get(1));
    client.putChunk(chunks.get(1), () -> new ByteArrayInputStream(there));

    assertEquals(new PutManifest.Missing(List.of(chunks.get(0), chunks.get(2))), put(image));
    assertNotPublished();

    image.putChunks(client);
    assertEquals(new PutManifest.Published(), put(image));
  }

  @Test
  void aChunkThatWasDamagedOnDiskIsMissing() throws Exception {
    image.putChunks(client);
    client.close();
    var chunk = image.manifest().chunks().getFirst().sha256();
    var file = temp.resolve(Sample.path(chunk).substring(1));
    var bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    bench.restartWarehouse();
    client = bench.client(ticket);

    assertEquals(new PutManifest.Missing(List.of(chunk)), put(image));
    image.putChunks(client);
    assertEquals(new PutManifest.Published(), put(image));
  }

  @Test
  void aManifestThatContradictsItsChunksIsRefused() throws Exception {
    image.putChunks(client);
    var text = new String(image.json(), StandardCharsets.UTF_8);
    var stored = "\"stored\":" + image.manifest().chunks().getFirst().stored();

    assertRefused(put(text.replace(stored, "\"stored\":77")), "The manifest says");
    assertRefused(put(text.replaceFirst("crc32c\":\"[0-9a-f]{8}", "crc32c\":\"00000000")), "says");
    assertNotPublished();
  }

  @Test
  void whatIsNoManifestOrNamesAnotherImageIsRefused() throws Exception {
    image.putChunks(client);
    assertRefused(put("{}"), "This is no manifest");
    assertRefused(put(Sample.image("other", 1)), "they must agree");
    assertNotPublished();
  }

  @Test
  void aTicketThatIsVoidByNowPublishesNothing() throws Exception {
    image.putChunks(client);
    bench.revoke(ticket);
    var told = assertThrows(WarehouseException.Unavailable.class, () -> put(image));
    assertTrue(String.valueOf(told.getMessage()).contains("not valid"), told.getMessage());
    assertNotPublished();
    assertThrows(WarehouseException.Refused.class, () -> bench.client(ticket));
  }

  @Test
  void withoutTheSchedulerNothingIsPublished() throws Exception {
    image.putChunks(client);
    bench.stopScheduler();
    assertThrows(WarehouseException.Unavailable.class, () -> put(image));
    assertNotPublished();
  }

  @Test
  void theTicketOfAnotherImageIsRefused() throws Exception {
    image.putChunks(client);
    try (var other = bench.client(bench.ticket(Direction.UPLOAD, "other", 1))) {
      assertRefused(
          other.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json()), "for the image kiwix/other");
      assertRefused(
          other.putManifest("elsewhere", "other", image.json()), "for the image kiwix/other");
    }
    assertNotPublished();
  }

  @Test
  void theSameManifestASecondTimeIsAccepted() throws Exception {
    image.putChunks(client);
    put(image);
    assertEquals(new PutManifest.Published(), put(image));
  }

  @Test
  void onlyANewerGrantReplacesAnImage() throws Exception {
    image.putChunks(client);
    put(image);
    var rebuilt = Sample.image(Bench.IMAGE, 2);
    rebuilt.putChunks(client);

    assertRefused(put(rebuilt), "only a newer grant");
    try (var newer = bench.client(bench.ticket(Direction.UPLOAD, Bench.IMAGE, 2))) {
      var put = newer.putManifest(Bench.CHANNEL, Bench.IMAGE, rebuilt.json());
      assertEquals(new PutManifest.Published(), put);
    }
    assertEquals(rebuilt.manifest(), published());
  }

  @Test
  void theWarehouseTellsWhatItHas() throws Exception {
    var chunks = image.frames().keySet();
    assertEquals(chunks, client.missing(chunks));
    image.putChunks(client);
    assertTrue(client.missing(chunks).isEmpty());
    assertTrue(client.hasChunk(chunks.iterator().next()));
    assertFalse(client.hasChunk(Sample.chunk(99).sha256()));
    for (var chunk : image.manifest().chunks()) {
      assertEquals(chunk.stored(), client.stored(chunks).get(chunk.sha256()));
    }
  }

  PutManifest put(Sample sample) throws Exception {
    return client.putManifest(Bench.CHANNEL, Bench.IMAGE, sample.json());
  }

  PutManifest put(String json) throws Exception {
    return client.putManifest(Bench.CHANNEL, Bench.IMAGE, json.getBytes(StandardCharsets.UTF_8));
  }

  Manifest published() throws Exception {
    return ManifestJson.read(Files.readAllBytes(file()));
  }

  void assertNotPublished() {
    assertFalse(Files.exists(file()));
  }

  Path file() {
    return temp.resolve("images/kiwix/fr-wikipedia.manifest.json");
  }

  static void assertRefused(PutManifest put, String because) {
    var sentence = assertInstanceOf(PutManifest.Refused.class, put).sentence();
    assertTrue(sentence.contains(because), sentence);
  }
}
