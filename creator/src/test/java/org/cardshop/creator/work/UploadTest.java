package org.cardshop.creator.work;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Trouble;
import org.cardshop.creator.map.Frames;
import org.cardshop.platform.worker.StoppedException;
import org.cardshop.platform.worker.TroubleException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UploadTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final int CHUNKS = 20;

  private final Shed shed = new Shed();
  private final Manifest image = image();
  private final Frames frames = UploadTest::bytes;
  private final Semaphore lease = new Semaphore(Integer.MAX_VALUE / 2);
  private final List<String> log = new CopyOnWriteArrayList<>();
  private volatile boolean isVoid;
  private final Upload upload = new Upload(shed, watch(), Duration.ZERO);

  @AfterEach
  void close() {
    upload.close();
    assertEquals(0, shed.opened.get(), "every session is closed");
  }

  @Test
  void chunksAreStoredWhileTheBuildGoesOn() throws Exception {
    upload.known(chunk(0), frames);
    upload.known(chunk(1), frames);
    await().atMost(LONG).until(() -> shed.chunks.size() == 2);

    assertEquals(image, upload.finish(image, frames));

    assertEquals(List.of(image), shed.published);
    image.chunks().forEach(c -> assertEquals(1, shed.count("put " + c.sha256())));
  }

  @Test
  void whatIsThereIsNotSentAgainAndCountsAsItIs() throws Exception {
    shed.chunks.put(chunk(3).sha256(), 77L);

    var published = upload.finish(image, frames);

    assertEquals(0, shed.count("put " + chunk(3).sha256()));
    assertEquals(77, published.chunks().get(3).stored());
    assertEquals(List.of(published), shed.published);
  }

  @Test
  void anOutageNeverFailsABuild() throws Exception {
    shed.outages.set(500);
    upload.known(chunk(0), frames);
    await().atMost(LONG).until(() -> shed.chunks.size() == 1);
    assertTrue(log.size() >= 500);

    upload.finish(image, frames);

    assertEquals(List.of(image), shed.published);
  }

  @Test
  void onceItIsBuiltPatienceEnds() {
    shed.outages.set(Integer.MAX_VALUE);
    var e = assertThrows(TroubleException.class, () -> upload.finish(image, frames));
    assertEquals(Trouble.TRANSIENT, e.trouble());
    assertEquals("The image could not be uploaded: closed", e.getMessage());
  }

  @Test
  void roomIsReservedForAllThatMayBeLackingBeforeAnythingIsStored() throws Exception {
    upload.expect(CHUNKS * 4096L);
    upload.known(chunk(0), frames);
    await().atMost(LONG).until(() -> shed.chunks.size() == 1);

    // All that may come, what grows when it is packed, and the first chunk as it is.
    long unknown = (CHUNKS - 1) * 4096L;
    assertEquals(
        List.of(
            "reserve " + (unknown + unknown / 256 + chunk(0).stored()), "put " + chunk(0).sha256()),
        shed.events);
    upload.finish(image, frames);
    assertEquals(List.of(image), shed.published);
  }

  @Test
  void aWarehouseWithoutRoomIsSentNothingAndWaitsForAPerson() {
    shed.room.set(bytes(chunk(0)).length * 2L);
    var e = assertThrows(TroubleException.class, () -> upload.finish(image, frames));
    assertEquals(Trouble.NEEDS_HUMAN, e.trouble());
    assertTrue(
        String.valueOf(e.getMessage()).startsWith("The image could not be uploaded: no room for"),
        e.getMessage());
    assertEquals(0, shed.events.stream().filter(event -> event.startsWith("put")).count());
  }

  @Test
  void aWarehouseWithoutRoomDoesNotFailABuild() throws Exception {
    upload.expect(CHUNKS * 4096L);
    shed.room.set(0);
    upload.known(chunk(0), frames);
    await().atMost(LONG).until(() -> log.size() > 50);
    assertEquals(0, shed.chunks.size());

    shed.room.set(Long.MAX_VALUE);
    upload.finish(image, frames);
    assertEquals(List.of(image), shed.published);
  }

  @Test
  void whatIsThereAlreadyNeedsNoRoom() throws Exception {
    image.chunks().stream().skip(2).forEach(c -> shed.chunks.put(c.sha256(), c.stored()));
    shed.room.set(chunk(0).stored() + chunk(1).stored());
    upload.expect(CHUNKS * 4096L);
    upload.known(chunk(0), frames);
    await().atMost(LONG).until(() -> log.size() > 10);

    upload.finish(image, frames);
    assertEquals(List.of(image), shed.published);
  }

  @Test
  void theManifestIsAnnouncedBeforeTheRestIsStored() throws Exception {
    shed.hold();
    var finishing = new FutureTask<>(() -> upload.finish(image, frames));
    Thread.ofPlatform().start(finishing);
    await().atMost(LONG).until(() -> shed.permits.getQueueLength() > 0);

    shed.permits.release(1);
    await().atMost(LONG).until(() -> shed.events.contains("announced"));
    assertTrue(shed.chunks.size() <= 1, shed.events::toString);
    shed.permits.release(CHUNKS);

    assertEquals(image, finishing.get());
    assertEquals(1, shed.count("announced"));
  }

  @Test
  void anImageThatIsThereIsNotAnnounced() throws Exception {
    image.chunks().forEach(c -> upload.known(c, frames));
    await().atMost(LONG).until(() -> shed.chunks.size() == CHUNKS);
    upload.finish(image, frames);
    upload.finish(image, frames);
    assertTrue(shed.count("announced") <= 1, shed.events::toString);
    assertEquals(2, shed.published.size());
  }

  @Test
  void nothingIsStoredWithoutALease() throws Exception {
    lease.drainPermits();
    upload.known(chunk(0), frames);
    await().atMost(LONG).until(lease::hasQueuedThreads);
    assertEquals(0, shed.opened.get());

    lease.release(1000);

    upload.finish(image, frames);
    assertEquals(List.of(image), shed.published);
  }

  @Test
  void whatTheWarehouseLostMeanwhileIsStoredAgain() throws Exception {
    upload.known(chunk(0), frames);
    await().atMost(LONG).until(() -> shed.chunks.size() == 1);
    shed.chunks.clear();

    upload.finish(image, frames);

    assertEquals(2, shed.count("put " + chunk(0).sha256()));
    assertEquals(List.of(image), shed.published);
  }

  @Test
  void bytesThatCannotBeReadAreNotAMatterForTheWarehouse() {
    Frames broken =
        _ -> {
          throw new IOException("the disk is broken");
        };
    var e = assertThrows(TroubleException.class, () -> upload.finish(image, broken));
    assertEquals("The image could not be uploaded: the disk is broken", e.getMessage());
  }

  @Test
  void closingEndsWhatIsUnderWayAndWhatIsStoredStays() {
    shed.hold();
    shed.permits.release(2);
    image.chunks().forEach(c -> upload.known(c, frames));
    await().atMost(LONG).until(() -> shed.chunks.size() == 2 && shed.permits.getQueueLength() == 3);

    upload.close();

    assertEquals(2, shed.chunks.size());
    assertEquals(0, shed.permits.getQueueLength());
  }

  @Test
  void aTaskThatIsCalledOffIsNotReportedAsAFailure() {
    isVoid = true;
    assertThrows(StoppedException.class, () -> upload.finish(image, frames));
  }

  private Chunk chunk(int i) {
    return image.chunks().get(i);
  }

  private UploadWatch watch() {
    return new UploadWatch() {
      @Override
      public void checkpoint() throws InterruptedException {
        if (isVoid) {
          throw new StoppedException("called off");
        }
        lease.acquire();
        lease.release();
      }

      @Override
      public void moved(long done, long total) {
        assertTrue(done <= total);
      }

      @Override
      public void checking() {}

      @Override
      public void log(String line) {
        log.add(line);
      }
    };
  }

  private static byte[] bytes(Chunk chunk) {
    return ("chunk at " + chunk.offset()).getBytes(StandardCharsets.UTF_8);
  }

  private static Manifest image() {
    var chunks =
        IntStream.range(0, CHUNKS)
            .mapToObj(i -> {
              var name = Sha256.of(new byte[] {(byte) i});
              var draft = new Chunk(i * 4096L, 4096, name, 0, 1);
              return new Chunk(draft.offset(), 4096, name, 0, bytes(draft).length);
            })
            .toList();
    return new Manifest(
        "image", CHUNKS * 4096L, Sha256.of(new byte[0]), 4096, List.of(), List.of(), chunks);
  }
}
