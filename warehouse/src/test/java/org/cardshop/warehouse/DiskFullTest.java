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
import org.cardshop.platform.warehouse.WarehouseException;
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
}
