package org.cardshop.warehouse.room;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.cardshop.warehouse.room.Room.Disk;
import org.cardshop.warehouse.room.Room.Lack;
import org.cardshop.warehouse.store.Grant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PromisesTest {
  private static final Grant ONE = new Grant("one", 1);
  private static final Grant TWO = new Grant("two", 1);
  private static final Disk DISK = new Disk(100, 40);

  private final Promises promises = new Promises(new Room(10, OptionalLong.empty()));

  @Test
  void twoUploadsAreNotPromisedTheSameRoom() {
    promises.come(ONE);
    promises.come(TWO);
    assertEquals(Optional.empty(), promises.say(ONE, 60, () -> DISK));

    assertEquals(Optional.of(new Lack.OfDisk(40, 10)), promises.say(TWO, 40, () -> DISK));
    assertEquals(Optional.empty(), promises.say(TWO, 30, () -> DISK));
    assertEquals(90, promises.all());
  }

  @Test
  void whatIsSaidAgainTakesThePlaceOfWhatWasSaid() {
    promises.come(ONE);
    promises.say(ONE, 60, () -> DISK);

    assertEquals(Optional.empty(), promises.say(ONE, 90, () -> DISK));
    assertEquals(Optional.of(new Lack.OfDisk(91, 1)), promises.say(ONE, 91, () -> DISK));
    assertEquals(90, promises.all());
    assertEquals(Optional.empty(), promises.say(ONE, 5, () -> DISK));
    assertEquals(5, promises.all());
  }

  @Test
  void aPromiseIsKeptAlthoughTheDiskFilledUpMeanwhile() {
    promises.come(ONE);
    promises.say(ONE, 60, () -> DISK);

    assertEquals(Optional.empty(), promises.begin(ONE, Optional.of(90L), this::never));
    assertEquals(Optional.empty(), promises.arrive(ONE, 60, this::never));
    assertEquals(60, promises.all());
    promises.arrived(60);
    assertEquals(0, promises.all());
  }

  @Test
  void whoSaysNothingIsPromisedAllThatTheTicketIsFor() {
    promises.come(ONE);
    assertEquals(
        Optional.of(new Lack.OfDisk(91, 1)), promises.begin(ONE, Optional.of(91L), () -> DISK));
    assertEquals(Optional.empty(), promises.begin(ONE, Optional.of(90L), () -> DISK));
    assertEquals(90, promises.all());
  }

  @Test
  void withoutABoundBytesFindRoomAsTheyCome() {
    promises.come(ONE);
    assertEquals(Optional.empty(), promises.begin(ONE, Optional.empty(), () -> DISK));
    assertEquals(0, promises.all());
    assertEquals(Optional.empty(), promises.arrive(ONE, 90, () -> DISK));
    assertEquals(Optional.of(new Lack.OfDisk(1, 1)), promises.arrive(ONE, 1, () -> DISK));
    assertEquals(
        Optional.of(new Lack.OfDisk(1, 1)), promises.begin(ONE, Optional.empty(), () -> DISK));
  }

  @Test
  void whoSaidTooLittleIsNotPromisedTheWholeTicket() {
    promises.come(ONE);
    promises.say(ONE, 5, () -> DISK);
    promises.arrive(ONE, 5, () -> DISK);
    promises.arrived(5);

    assertEquals(Optional.empty(), promises.begin(ONE, Optional.of(1000L), () -> DISK));
    assertEquals(Optional.empty(), promises.arrive(ONE, 7, () -> DISK));
    assertEquals(7, promises.all());
  }

  @Test
  void aPromiseEndsWithTheLastSession() {
    promises.come(ONE);
    promises.come(ONE);
    promises.say(ONE, 60, () -> DISK);
    promises.go(ONE);
    assertEquals(60, promises.all());
    promises.go(ONE);
    assertEquals(0, promises.all());
  }

  @Test
  void theNarrowerBoundIsNamed() {
    var room = new Room(10, OptionalLong.of(100));
    assertEquals(Optional.empty(), room.lack(DISK, 20, 40));
    assertEquals(Optional.of(new Lack.OfQuota(50, 10)), room.lack(DISK, 20, 50));
    assertEquals(Optional.of(new Lack.OfDisk(50, 45)), room.lack(new Disk(35, 5), 20, 50));
  }

  @Test
  void aLackSaysHowMuchIsMissingAndWhatToDo() {
    assertEquals(
        "The warehouse has no room for 64.0 GB: 1.3 GB are missing on its disk. Delete images, give"
            + " it a larger disk or lower CARDSHOP_KEEP_FREE, then try again",
        new Lack.OfDisk(64_000_000_000L, 1_200_000_001L).sentence());
    assertEquals(
        "The warehouse has no room for 2.0 MB: 999 bytes are missing within its quota. Delete"
            + " images or raise CARDSHOP_QUOTA, then try again",
        new Lack.OfQuota(2_000_000, 999).sentence());
    assertEquals(
        "The warehouse's disk is full. Delete images, give it a larger disk or lower"
            + " CARDSHOP_KEEP_FREE, then try again",
        new Lack.OfDisk(4096, 1).sentence());
    assertEquals(
        "The warehouse's quota is used up. Delete images or raise CARDSHOP_QUOTA, then try again",
        new Lack.OfQuota(4096, 1).sentence());
  }

  /// The same seed walks the same way again.
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void whateverHappensUploadsLeaveFreeWhatIsToBeKeptFree(long seed) {
    var walk = new Walk(seed);
    for (int step = 0; step < 20_000; step++) {
      walk.step();
    }
    walk.end();
  }

  private Disk never() {
    throw new AssertionError("what was promised is not looked for again");
  }

  /// Uploads, and a disk that they write to. On every other seed somebody else fills it, too.
  private static final class Walk {
    private static final List<Grant> GRANTS =
        List.of(ONE, TWO, new Grant("two", 2), new Grant("three", 7));

    private final Random random;
    private final Room room;
    private final boolean isAlone;
    private final Promises promises;
    private final Map<Grant, Integer> sessions = new HashMap<>();
    private final Map<Grant, Long> promised = new HashMap<>();
    private final List<Flight> flights = new ArrayList<>();
    private long free = 1000;
    private long held = 300;

    /// Bytes between the network and the end of their writing.
    private static final class Flight {
      private final Grant grant;
      private final long bytes;
      private boolean isOnDisk;

      private Flight(Grant grant, long bytes) {
        this.grant = grant;
        this.bytes = bytes;
      }
    }

    Walk(long seed) {
      random = new Random(seed);
      isAlone = seed % 2 == 0;
      room = new Room(random.nextInt(300), OptionalLong.of(600 + random.nextInt(800)));
      promises = new Promises(room);
    }

    void step() {
      var grant = GRANTS.get(random.nextInt(GRANTS.size()));
      if (sessions.getOrDefault(grant, 0) == 0) {
        come(grant);
      }
      switch (random.nextInt(8)) {
        case 0 -> come(grant);
        case 1 -> go(grant);
        case 2 -> say(grant, random.nextInt(500));
        case 3 -> begin(grant, random.nextInt(400));
        case 4 -> arrive(grant, 1 + random.nextInt(60));
        case 5 -> write();
        case 6 -> written();
        default -> others();
      }
      check();
    }

    void end() {
      while (!flights.isEmpty()) {
        write();
        written();
      }
      for (var grant : GRANTS) {
        while (sessions.getOrDefault(grant, 0) > 0) {
          go(grant);
        }
      }
      assertEquals(0, promises.all());
    }

    private void come(Grant grant) {
      promises.come(grant);
      sessions.merge(grant, 1, Integer::sum);
    }

    /// The last session ends after its transfer.
    private void go(Grant grant) {
      if (sessions.getOrDefault(grant, 0) == 1
          && flights.stream().anyMatch(f -> f.grant.equals(grant))) {
        return;
      }
      promises.go(grant);
      if (sessions.merge(grant, -1, Integer::sum) == 0) {
        promised.remove(grant);
      }
    }

    private void say(Grant grant, long bytes) {
      long before = promised.getOrDefault(grant, 0L);
      var lack = promises.say(grant, bytes, this::disk);
      expect(lack, promises.all() - (lack.isPresent() ? before : bytes), bytes);
      if (lack.isEmpty()) {
        promised.put(grant, bytes);
      }
    }

    private void begin(Grant grant, long most) {
      long before = promised.getOrDefault(grant, 0L);
      long all = promises.all();
      var lack = promises.begin(grant, Optional.of(most), this::disk);
      if (before > 0) {
        assertTrue(lack.isEmpty(), "what is promised may come");
      } else if (lack.isEmpty()) {
        promised.put(grant, promises.all() - all);
      }
    }

    private void arrive(Grant grant, long bytes) {
      long before = promised.getOrDefault(grant, 0L);
      var lack = promises.arrive(grant, bytes, this::disk);
      if (before >= bytes) {
        assertTrue(lack.isEmpty(), "what is promised may come");
      }
      if (lack.isEmpty()) {
        promised.put(grant, Math.max(0, before - bytes));
        flights.add(new Flight(grant, bytes));
      }
    }

    private void write() {
      flights.stream()
          .filter(f -> !f.isOnDisk)
          .findAny()
          .ifPresent(f -> {
            f.isOnDisk = true;
            free -= f.bytes;
            held += f.bytes;
          });
    }

    private void written() {
      flights.stream()
          .filter(f -> f.isOnDisk)
          .findAny()
          .ifPresent(f -> {
            flights.remove(f);
            promises.arrived(f.bytes);
          });
    }

    private void others() {
      if (random.nextBoolean()) {
        long gone = random.nextLong(held + 1);
        held -= gone;
        free += gone;
      } else if (!isAlone) {
        free -= random.nextLong(Math.max(free / 4, 1));
      }
    }

    private void check() {
      long promisedInAll = promised.values().stream().mapToLong(b -> b).sum();
      long flying = flights.stream().mapToLong(f -> f.bytes).sum();
      long onDisk = flights.stream().filter(f -> f.isOnDisk).mapToLong(f -> f.bytes).sum();
      assertEquals(promisedInAll + flying, promises.all());
      long toCome = promises.all() - onDisk;
      assertTrue(held + toCome <= room.quota().getAsLong(), "more than the quota is promised");
      if (isAlone) {
        assertTrue(free - toCome >= room.keepFree(), "more than the disk has is promised");
      }
    }

    /// Refused only for want of room, and just as much is missing as is said.
    private void expect(Optional<Lack> lack, long others, long bytes) {
      if (lack.isEmpty()) {
        assertEquals(Optional.empty(), room.lack(disk(), others, bytes));
        return;
      }
      long missing = lack.get().missing();
      assertTrue(missing > 0);
      var enough = new Disk(free + missing, held - missing);
      assertEquals(Optional.empty(), room.lack(enough, others, bytes));
      var tooLittle = new Disk(free + missing - 1, held - missing + 1);
      assertTrue(room.lack(tooLittle, others, bytes).isPresent());
    }

    private Disk disk() {
      return new Disk(free, held);
    }
  }
}
