package org.cardshop.writer.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Set;
import org.cardshop.platform.messaging.BrokerAddress;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.worker.WorkerIdentity;
import org.cardshop.writer.card.CardWriter;
import org.cardshop.writer.chunk.ChunkCache;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.slot.Slot;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which slots of a writer take tasks, and what is told of those that do not.
class WritingSlotsTest {
  private static final String SLOT = "A-01";

  @TempDir Path data;
  @TempDir Path cards;
  private final Closer closer = new Closer();

  @AfterEach
  void close() {
    closer.close();
  }

  @Test
  void aSlotWithRoomOnTheDiskIsFree() throws Exception {
    var writing = writing();
    assertEquals("free", writing.look(SLOT, false).state());
    assertTrue(writing.isOpen(SLOT));
    assertEquals("busy", writing.look(SLOT, true).state());
  }

  @Test
  void aFullDiskClosesTheSlot() throws Exception {
    mount();
    var writing = writing();
    assertEquals("no disk", writing.look(SLOT, false).state());
    assertFalse(writing.isOpen(SLOT));
    assertEquals("busy", writing.look(SLOT, true).state(), "what is under way goes on");
  }

  @Test
  void aSlotThatCannotBeLookedAtIsClosedUntilItCan() throws Exception {
    var writing = writing();
    // A link that leads to itself.
    Files.createSymbolicLink(cards.resolve("card"), cards.resolve("card"));
    assertEquals("broken", writing.look(SLOT, false).state());
    assertFalse(writing.isOpen(SLOT));
    Files.delete(cards.resolve("card"));
    assertEquals("free", writing.look(SLOT, false).state());
    assertTrue(writing.isOpen(SLOT));
  }

  /// Only root can.
  private void mount() throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "mounting needs root");
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=8m", "tiny", data.toString()) == 0, "mounting");
    closer.add(() -> run("umount", data.toString()));
  }

  private static int run(String... command) {
    try {
      return new ProcessBuilder(command).inheritIO().start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Writing writing() throws IOException {
    var clock = InstantSource.system();
    var config =
        new WriterConfig(
            new WorkerIdentity(
                "writer-1",
                "cardshop",
                data,
                new BrokerAddress(URI.create("amqp://localhost/cardshop"), "writer-1", "secret")),
            new Trust.Platform(),
            Slot.parseAll(SLOT + "=file:" + cards.resolve("card")),
            Confirmation.PERSON,
            Set.of(),
            1 << 20);
    var cache = closer.add(new ChunkCache(data.resolve("chunks"), config.cacheBytes(), clock));
    var traffic = new Traffic();
    var door = PrefetchSession.door("writer-1", config.trust());
    var prefetch =
        closer.add(
            new Prefetch(
                door, cache, config.cacheBytes(), traffic, Prefetch.PAUSE, Prefetch.PATIENCE));
    return new Writing(
        config,
        new MediumJournal(data.resolve("media"), clock),
        cache,
        new CardWriter(closer.add(ChunkMemory.forThisProcess()), clock),
        traffic,
        prefetch);
  }
}
