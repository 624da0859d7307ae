package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.testing.SmallDisk;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On a file system of two megabytes; only root can mount one.
class DiskFullTest {
  @TempDir Path temp;

  @BeforeEach
  void mount() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "mounting needs root");
    var mounted =
        Bench.run(List.of("mount", "-t", "tmpfs", "-o", "size=2m", "tiny", temp.toString()));
    assumeTrue(mounted.status() == 0, mounted.output());
  }

  @AfterEach
  void unmount() throws Exception {
    var unmounted = Bench.run(List.of("umount", temp.toString()));
    assertEquals(0, unmounted.status(), unmounted.output());
  }

  @Test
  void nothingIsPublishedOnAFullDiskAndTheClientIsTold() throws Exception {
    try (var bench = Bench.plain(temp);
        var client = bench.client(bench.ticket(Direction.UPLOAD))) {
      var first = Sample.chunk(1);
      client.putChunk(first.sha256(), () -> new ByteArrayInputStream(first.frame()));
      var second = Sample.chunk(2);

      var told =
          assertThrows(
              WarehouseException.Unavailable.class,
              () ->
                  client.putChunk(second.sha256(), () -> new ByteArrayInputStream(second.frame())));

      assertTrue(String.valueOf(told.getMessage()).contains("disk is full"), told.getMessage());
      assertFalse(Files.exists(temp.resolve(second.path().substring(1))));
      var curl =
          bench.curl(
              bench.ticket(Direction.UPLOAD),
              second.path(),
              "-T",
              second.file(Files.createTempDirectory("chunk")).toString());
      assertTrue(curl.output().contains("452 The warehouse's disk is full"), curl.output());
    }
  }

  @Test
  void aManifestWaitsForRoomAndIsPublishedThen() throws Exception {
    var image = Sample.image(Bench.IMAGE, 1);
    // The chunks are shared with an image that was there before: nothing of them is sent.
    try (var disk = SmallDisk.mount(temp.resolve("larger"), 4 << 20);
        var bench = Bench.plain(disk.path());
        var client = bench.client(bench.ticket(Direction.UPLOAD))) {
      for (var frame : image.frames().entrySet()) {
        var file = disk.path().resolve(Sample.path(frame.getKey()).substring(1));
        Files.createDirectories(file.getParent());
        Files.write(file, frame.getValue());
      }
      disk.fill();

      var told =
          assertThrows(
              WarehouseException.Unavailable.class,
              () -> client.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json()));
      assertTrue(String.valueOf(told.getMessage()).contains("disk is full"), told.getMessage());
      assertThrows(
          WarehouseException.Unavailable.class,
          () -> client.announce(Bench.CHANNEL, Bench.IMAGE, image.json()));
      assertFalse(
          Files.exists(disk.path().resolve("images/kiwix/" + Bench.IMAGE + ".manifest.json")),
          "nothing is published");

      disk.makeRoom();

      assertEquals(
          new PutManifest.Published(),
          client.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json()));
    }
  }

  @Test
  void anUploadThatFoundTheDiskFullIsStoredWhenThereIsRoom() throws Exception {
    try (var bench = Bench.plain(temp);
        var client = bench.client(bench.ticket(Direction.UPLOAD))) {
      var disk = new SmallDisk(temp);
      var chunk = Sample.chunk(1);
      disk.fill();
      assertThrows(
          WarehouseException.Unavailable.class,
          () -> client.putChunk(chunk.sha256(), () -> new ByteArrayInputStream(chunk.frame())));

      disk.makeRoom();

      client.putChunk(chunk.sha256(), () -> new ByteArrayInputStream(chunk.frame()));
      assertTrue(client.hasChunk(chunk.sha256()));
    }
  }
}
