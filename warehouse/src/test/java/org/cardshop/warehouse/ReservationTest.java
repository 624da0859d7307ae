package org.cardshop.warehouse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.commons.net.ftp.FTPClient;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.testing.SmallDisk;
import org.cardshop.warehouse.Sample.OneChunk;
import org.cardshop.warehouse.room.Room;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Room for uploads, on small disks and under small quotas. A chunk here has a megabyte.
class ReservationTest {
  private static final int MB = 1 << 20;

  @TempDir private Path temp;

  @Test
  void anUploadThatDoesNotFitIsRefusedBeforeAnyByteIsSent() throws Exception {
    try (var disk = disk(8 * MB);
        var bench = bench(disk.path(), 2 * MB)) {
      var ftp = upload(bench, "task-1", 10_000_000);
      assertEquals(452, refused(ftp, Sample.chunk(1)));
      var missing = Math.ceil((10_000_000 + 2 * MB - disk.room()) / 1e5) / 10;
      assertTrue(
          ftp.getReplyString().contains("no room for 10.0 MB: " + missing + " MB are missing"),
          ftp.getReplyString());
      assertFalse(Files.exists(disk.path().resolve("parts/task-1")));
      assertEquals(0, bench.warehouse().reserved());
      ftp.disconnect();
    }
  }

  @Test
  void twoUploadsDoNotFillTheDiskTogether() throws Exception {
    try (var disk = disk(8 * MB);
        var bench = bench(disk.path(), MB)) {
      var first = upload(bench, "task-1", 5 * MB);
      store(first, Sample.chunk(1));
      var second = upload(bench, "task-2", 5 * MB);
      assertEquals(452, refused(second, Sample.chunk(2)));

      // The first one has its room, whatever the others want.
      store(first, Sample.chunk(3));
      store(first, Sample.chunk(4));
      first.disconnect();
      await().until(() -> bench.warehouse().reserved() == 0);

      assertEquals(452, refused(second, Sample.chunk(2)));
      assertEquals(200, second.sendCommand("ALLO", "" + 2 * MB), second.getReplyString());
      store(second, Sample.chunk(2));
      second.disconnect();
    }
  }

  @Test
  void whatIsReservedShrinksAsBytesArriveAndEndsWithTheLastSession() throws Exception {
    try (var bench = bench(temp, 0)) {
      var one = upload(bench, "task-1", 5 * MB);
      var two = upload(bench, "task-1", 5 * MB);
      assertEquals(0, bench.warehouse().reserved(), "nothing before the first use");
      store(one, Sample.chunk(1));
      assertEquals(5 * MB - Sample.chunk(1).frame().length, bench.warehouse().reserved());
      store(two, Sample.chunk(2));
      assertEquals(5 * MB - 2 * Sample.chunk(1).frame().length, bench.warehouse().reserved());

      one.disconnect();
      assertTrue(two.sendNoOp());
      assertTrue(bench.warehouse().reserved() > 0);
      two.disconnect();
      await().until(() -> bench.warehouse().reserved() == 0);
    }
  }

  @Test
  void aReservationEndsWithItsTicketAndWithTheWarehouse() throws Exception {
    try (var bench = bench(temp, 0)) {
      var life = Duration.ofSeconds(10);
      var ticket = bench.ticket("task-1", Direction.UPLOAD, Bench.IMAGE, 1, 5 * MB, life);
      store(bench.ftp(bench.token(ticket)), Sample.chunk(1));
      assertTrue(bench.warehouse().reserved() > 0);
      bench.passes(life);
      bench.warehouse().patrol();
      await().until(() -> bench.warehouse().reserved() == 0);

      store(upload(bench, "task-2", 5 * MB), Sample.chunk(2));
      assertTrue(bench.warehouse().reserved() > 0);
      bench.restartWarehouse();
      assertEquals(0, bench.warehouse().reserved());
    }
  }

  @Test
  void whatAClientSaysIsReservedAndNoMoreThanItsTicketIsFor() throws Exception {
    try (var bench = bench(temp, 0)) {
      var ftp = upload(bench, "task-1", 5 * MB);
      assertEquals(200, ftp.sendCommand("ALLO", "" + 2 * MB));
      assertEquals(2 * MB, bench.warehouse().reserved());
      assertEquals(200, ftp.sendCommand("ALLO", "1000 R 10"));
      assertEquals(1000, bench.warehouse().reserved());
      assertEquals(200, ftp.sendCommand("ALLO", "999999999999999999"));
      assertEquals(5 * MB, bench.warehouse().reserved());
      assertEquals(200, ftp.sendCommand("ALLO", "0"));
      assertEquals(0, bench.warehouse().reserved());
      for (var odd : List.of("", "-1", "much", "1.5", "9".repeat(19), "1 R x")) {
        assertEquals(501, ftp.sendCommand("ALLO", odd), odd);
      }
      ftp.disconnect();
      var reader = bench.ftp(bench.access(Role.MANAGER));
      assertEquals(202, reader.sendCommand("ALLO", "1000"));
      assertEquals(0, bench.warehouse().reserved());
      reader.disconnect();
    }
  }

  @Test
  void whatIsNotReservedStillFindsRoomOrTheTransferIsRefused() throws Exception {
    try (var disk = disk(8 * MB);
        var bench = bench(disk.path(), 5 * MB)) {
      var ftp = upload(bench, "task-1", Bench.PLENTY);
      store(ftp, Sample.chunk(1));
      store(ftp, Sample.chunk(2));
      assertEquals(452, refused(ftp, Sample.chunk(3)));
      assertTrue(ftp.getReplyString().contains("disk is full"), ftp.getReplyString());
      assertTrue(disk.room() >= 5 * MB, () -> disk.room() + " bytes are left");
      try (var parts = Files.list(disk.path().resolve("parts/task-1"))) {
        assertEquals(0, parts.count(), "what does not fit takes no room");
      }
      ftp.disconnect();
    }
  }

  @Test
  void aManifestFindsTheRoomThatIsKeptFree() throws Exception {
    try (var disk = disk(8 * MB);
        var bench = bench(disk.path(), 2 * MB);
        var client = bench.client(bench.ticket(Direction.UPLOAD))) {
      var image = Sample.image(Bench.IMAGE, 1);
      image.putChunks(client);
      Files.write(disk.path().resolve("else"), new byte[Math.toIntExact(disk.room() - MB)]);

      assertThrows(
          WarehouseException.Full.class,
          () ->
              client.putChunk(
                  Sample.chunk(9).sha256(),
                  () -> new ByteArrayInputStream(Sample.chunk(9).frame())));
      assertEquals(
          new PutManifest.Published(),
          client.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json()));
    }
  }

  @Test
  void aQuotaHoldsAlsoAfterARestartAndWhatIsDeletedMakesRoom() throws Exception {
    var room = new Room(0, OptionalLong.of(5 * MB));
    try (var bench = new Bench(temp, false, room, Bench.LIMITS)) {
      var image = Sample.image(Bench.IMAGE, 1); // two megabytes
      try (var client = bench.client(bench.ticket(Direction.UPLOAD))) {
        image.putChunks(client);
        client.putManifest(Bench.CHANNEL, Bench.IMAGE, image.json());
      }
      bench.restartWarehouse();
      try (var client = bench.client(bench.token(ticket(bench, "task-2", Bench.PLENTY)))) {
        var told = assertThrows(WarehouseException.Full.class, () -> client.reserve(4 * MB));
        assertTrue(
            String.valueOf(told.getMessage()).contains("missing within its quota"),
            told.getMessage());
        client.reserve(2 * MB);

        try (var scheduler = bench.client(bench.ticket(Direction.DELETE))) {
          scheduler.deleteImage(Bench.CHANNEL, Bench.IMAGE);
        }
        bench.passes(Duration.ofDays(2));
        bench.warehouse().tidy();
        client.reserve(4 * MB);
      }
    }
  }

  @Test
  void aWarehouseOfAnEarlierVersionThatReservesNothingIsNoFailure() throws Exception {
    var answers =
        Map.of("USER", "331 ", "PASS", "230 ", "TYPE", "200 ", "ALLO", "502 not implemented");
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread.startVirtualThread(() -> answer(server, answers));
      var address = URI.create("ftp://localhost:" + server.getLocalPort());
      try (var client =
          WarehouseClient.connect(address, "someone", "token", new Trust.Platform())) {
        client.reserve(MB);
      }
    }
  }

  private static void answer(ServerSocket server, Map<String, String> answers) {
    try (var socket = server.accept();
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
        var out = new PrintStream(socket.getOutputStream(), true, UTF_8)) {
      out.print("220 \r\n");
      for (var line = in.readLine(); line != null; line = in.readLine()) {
        out.print(answers.get(line.substring(0, 4)) + "\r\n");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Many at once, each of which would fit alone: together they leave free what is to be kept free,
  /// and whoever was told that there is room has stored all of it.
  @Test
  void manyUploadsAtOnceLeaveFreeWhatIsToBeKeptFree() throws Exception {
    try (var disk = disk(24 * MB);
        var bench = bench(disk.path(), 6 * MB);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var least = new AtomicLong(Long.MAX_VALUE);
      var full = new AtomicInteger();
      var uploads = new ArrayList<Callable<Integer>>();
      for (int i = 0; i < 12; i++) {
        int upload = i;
        uploads.add(() -> {
          var token = bench.token(ticket(bench, "task-" + upload, 5 * MB));
          try (var client = bench.client(token)) {
            client.reserve(4 * MB);
            for (int c = 0; c < 3; c++) {
              var chunk = Sample.chunk(100L * upload + c);
              client.putChunk(chunk.sha256(), () -> new ByteArrayInputStream(chunk.frame()));
              least.accumulateAndGet(disk.room(), Math::min);
            }
            return 3;
          } catch (WarehouseException.Full e) {
            full.incrementAndGet();
            return 0;
          }
        });
      }
      int stored = 0;
      for (var done : threads.invokeAll(uploads)) {
        stored += done.get();
      }
      assertTrue(full.get() > 0, "some had to be refused");
      assertTrue(stored > 0);
      assertTrue(least.get() >= 6 * MB, () -> least + " bytes were left");
      assertEquals(stored, chunks(disk.path()));
    }
  }

  private static long chunks(Path data) throws IOException {
    try (var files = Files.walk(data.resolve("chunks"))) {
      return files.filter(Files::isRegularFile).count();
    }
  }

  private SmallDisk disk(long bytes) throws IOException {
    assumeTrue(SmallDisk.canBeMounted(), "mounting needs root");
    return SmallDisk.mount(temp.resolve("disk"), bytes);
  }

  private static Bench bench(Path data, long keepFree) throws IOException {
    return new Bench(data, false, new Room(keepFree, OptionalLong.empty()), Bench.LIMITS);
  }

  private static Claims ticket(Bench bench, String task, long bytes) {
    return bench.ticket(task, Direction.UPLOAD, Bench.IMAGE, 1, bytes);
  }

  private static FTPClient upload(Bench bench, String task, long bytes) throws IOException {
    return bench.ftp(bench.token(ticket(bench, task, bytes)));
  }

  private static void store(FTPClient ftp, OneChunk chunk) throws IOException {
    assertTrue(
        ftp.storeFile(chunk.path(), new ByteArrayInputStream(chunk.frame())),
        () -> ftp.getReplyString());
  }

  private static int refused(FTPClient ftp, OneChunk chunk) throws IOException {
    try {
      assertFalse(ftp.storeFile(chunk.path(), new ByteArrayInputStream(chunk.frame())));
    } catch (IOException _) {
      // The server has cut the data connection; its reply says why.
      ftp.completePendingCommand();
    }
    return ftp.getReplyCode();
  }
}
