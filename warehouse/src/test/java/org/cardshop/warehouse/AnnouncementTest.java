package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images whose chunks are still on their way.
@SuppressWarnings("NullAway.Init")
class AnnouncementTest {
  @TempDir Path temp;
  Bench bench;
  WarehouseClient creator;
  WarehouseClient writer;
  Sample image = Sample.image(Bench.IMAGE, 1);
  Sha256 first = image.manifest().chunks().getFirst().sha256();
  Sha256 last = image.manifest().chunks().getLast().sha256();

  @BeforeEach
  void open() throws Exception {
    bench = Bench.plain(temp.resolve("warehouse"));
    creator = bench.client(bench.ticket(Direction.UPLOAD));
    writer = bench.client(bench.ticket(Direction.DOWNLOAD));
    putChunk(first);
    creator.announce(Bench.CHANNEL, Bench.IMAGE, image.json());
  }

  @AfterEach
  void close() {
    creator.close();
    writer.close();
    bench.close();
  }

  @Test
  void whoHasATicketOfTheSameGrantReadsItAndItsChunksAsTheyCome() throws Exception {
    assertEquals(image.manifest(), writer.getAnnounced(Bench.CHANNEL, Bench.IMAGE));
    var file = temp.resolve("first");
    writer.getChunk(first, file);
    assertArrayEquals(image.frames().get(first), Files.readAllBytes(file));

    assertRefused(() -> writer.getChunk(last, temp.resolve("last")), "There is no");
    putChunk(last);
    writer.getChunk(last, temp.resolve("last"));
  }

  @Test
  void nobodyElseReadsIt() throws Exception {
    var stranger = Sample.chunk(99);
    creator.putChunk(stranger.sha256(), () -> new ByteArrayInputStream(stranger.frame()));
    assertRefused(
        () -> writer.getChunk(stranger.sha256(), temp.resolve("stranger")), "has no chunk");
    try (var other = bench.client(bench.ticket(Direction.DOWNLOAD, "other", 1));
        var later = bench.client(bench.ticket(Direction.DOWNLOAD, Bench.IMAGE, 2));
        var manager = bench.client(bench.access(Role.MANAGER))) {
      assertRefused(() -> announced(other), "for the image kiwix/other");
      assertRefused(() -> other.getChunk(first, temp.resolve("other")), "has no chunk");
      assertRefused(() -> announced(later), "There is no");
      assertRefused(() -> later.getChunk(first, temp.resolve("later")), "has no chunk");
      assertRefused(() -> announced(manager), "for writers");
      assertRefused(() -> announced(creator), "not for reading");
    }
  }

  @Test
  void itIsNotPublishedAndNotListed() throws Exception {
    assertRefused(() -> writer.getManifest(Bench.CHANNEL, Bench.IMAGE), "There is no");
    var ftp = bench.ftp(bench.access(Role.OPERATOR));
    assertEquals(0, ftp.mlistDir("/images").length);
    assertEquals(0, ftp.mlistDir("/images/" + Bench.CHANNEL).length);
    ftp.disconnect();
  }

  @Test
  void itGoesWithItsPublicationAndItsReadersGoOn() throws Exception {
    image.putChunks(creator);
    assertEquals(
        new PutManifest.Published(), creator.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json()));

    assertGone();
    assertEquals(image.manifest(), writer.getManifest(Bench.CHANNEL, Bench.IMAGE));
    writer.getChunk(last, temp.resolve("last"));
  }

  @Test
  void itGoesWhenTheImageIsDeletedWhichNeverWasPublished() throws Exception {
    try (var scheduler = bench.client(bench.ticket(Direction.DELETE))) {
      scheduler.deleteImage(Bench.CHANNEL, Bench.IMAGE);
    }
    assertGone();
    assertRefused(() -> writer.getChunk(first, temp.resolve("first")), "has no chunk");
  }

  @Test
  void whatTheNextGrantAnnouncesTakesItsPlace() throws Exception {
    var rebuilt = Sample.image(Bench.IMAGE, 2);
    try (var newer = bench.client(bench.ticket(Direction.UPLOAD, Bench.IMAGE, 2));
        var reader = bench.client(bench.ticket(Direction.DOWNLOAD, Bench.IMAGE, 2))) {
      newer.announce(Bench.CHANNEL, Bench.IMAGE, rebuilt.json());
      assertEquals(rebuilt.manifest(), announced(reader));
    }
    assertGone();
  }

  @Test
  void afterADayItGoes() throws Exception {
    bench.passes(Duration.ofHours(23));
    bench.warehouse().tidy();
    announced(writer);
    bench.passes(Duration.ofHours(2));
    bench.warehouse().tidy();
    assertGone();
  }

  @Test
  void aRestartDoesNotForgetIt() throws Exception {
    writer.close();
    bench.restartWarehouse();
    writer = bench.client(bench.ticket(Direction.DOWNLOAD));
    assertEquals(image.manifest(), announced(writer));
  }

  @Test
  void onlyWhoMayPublishMayAnnounce() throws Exception {
    try (var other = bench.client(bench.ticket(Direction.UPLOAD, "other", 1))) {
      assertRefused(() -> other.announce(Bench.CHANNEL, Bench.IMAGE, image.json()), "kiwix/other");
    }
    assertRefused(() -> writer.announce(Bench.CHANNEL, Bench.IMAGE, image.json()), "not for");
    assertRefused(() -> creator.announce(Bench.CHANNEL, Bench.IMAGE, new byte[2]), "no manifest");
    var ticket = bench.ticket(Direction.UPLOAD);
    try (var fenced = bench.client(ticket)) {
      bench.revoke(ticket);
      var told =
          assertThrows(
              WarehouseException.Unavailable.class,
              () -> fenced.announce(Bench.CHANNEL, Bench.IMAGE, image.json()));
      assertTrue(String.valueOf(told.getMessage()).contains("not valid"), told.getMessage());
    }
  }

  private static Manifest announced(WarehouseClient client) throws Exception {
    return client.getAnnounced(Bench.CHANNEL, Bench.IMAGE);
  }

  private void assertGone() throws Exception {
    assertRefused(() -> announced(writer), "There is no");
    var folder = temp.resolve("warehouse/announced").resolve(Bench.CHANNEL).resolve(Bench.IMAGE);
    assertFalse(Files.exists(folder.resolve("task-1.1.json")));
  }

  private void putChunk(Sha256 name) throws Exception {
    var frame = Objects.requireNonNull(image.frames().get(name));
    creator.putChunk(name, () -> new ByteArrayInputStream(frame));
  }

  private interface Deed {
    void run() throws Exception;
  }

  private static void assertRefused(Deed deed, String why) {
    var refused = assertThrows(WarehouseException.Refused.class, deed::run);
    assertTrue(String.valueOf(refused.getMessage()).contains(why), refused.getMessage());
  }
}
