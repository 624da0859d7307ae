package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.cardshop.core.image.Sha256;
import org.cardshop.writer.chunk.TestImage;
import org.cardshop.writer.device.BlockDevice;
import org.cardshop.writer.device.MediumId;
import org.cardshop.writer.slot.Look;
import org.cardshop.writer.slot.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProofTest {
  private static final long CARD = 8L * TestImage.MIB;
  private static final Conditions ANY = Conditions.fits(CARD).fixedToo();

  @TempDir Path directory;

  @Test
  void aFreeDeviceIsProvedAndHeld() throws Exception {
    try (var loop = card();
        var proven = Proof.of(loop.place(), ANY)) {
      assertEquals(CARD, proven.device().size());
      assertRefused(loop, ANY, "something else holds it");
    }
  }

  @Test
  void aMountedDeviceIsRefused() throws Exception {
    try (var loop = card()) {
      LoopDevice.run("mkfs.ext4", "-q", loop.path().toString());
      var mountPoint = Files.createDirectory(directory.resolve("mounted here"));
      LoopDevice.run("mount", loop.path().toString(), mountPoint.toString());
      try {
        assertRefused(loop, ANY, "is mounted at " + mountPoint);
        var inner = TestImage.used(mountPoint.resolve("inner"), TestImage.MIB);
        try (var loopInLoop = LoopDevice.over(inner)) {
          assertRefused(loop, ANY, "is attached as " + loopInLoop.path());
        }
      } finally {
        LoopDevice.run("umount", mountPoint.toString());
      }
    }
  }

  @Test
  void aDeviceThatIsSwapIsRefused() throws Exception {
    try (var loop = card()) {
      LoopDevice.run("mkswap", loop.path().toString());
      LoopDevice.run("swapon", loop.path().toString());
      try {
        assertRefused(loop, ANY, "is used as swap");
      } finally {
        LoopDevice.run("swapoff", loop.path().toString());
      }
    }
  }

  @Test
  void aDeviceThatAnotherIsMadeOfIsRefused() throws Exception {
    try (var loop = card();
        var above = LoopDevice.over(loop.path())) {
      assertRefused(loop.place(), ANY, "is attached as " + above.path());
    }
  }

  @Test
  void aDeviceThatTheDeviceMapperHoldsIsRefused() throws Exception {
    assumeTrue(Files.exists(Path.of("/dev/mapper/control")), "this kernel has no device mapper");
    try (var loop = card()) {
      LoopDevice.run(
          "dmsetup", "create", "cardshop-test", "--table", "0 8 linear " + loop.path() + " 0");
      try {
        assertRefused(loop.place(), ANY, "is part of dm-");
      } finally {
        LoopDevice.run("dmsetup", "remove", "cardshop-test");
      }
    }
  }

  @Test
  void aDeviceThatIsProvedTwiceIsRefusedTheSecondTime() throws Exception {
    try (var loop = card();
        var _ = Proof.of(loop.place(), ANY)) {
      assertRefused(loop, ANY, "something else holds it");
    }
  }

  @Test
  void aPartitionIsRefused() throws Exception {
    try (var partitions = Files.newDirectoryStream(Path.of("/sys/class/block"))) {
      for (var entry : partitions) {
        if (Files.exists(entry.resolve("partition"))) {
          var path = Path.of("/dev", String.valueOf(entry.getFileName()));
          assertRefused(new Place.Block(path), ANY, "is a partition");
          return;
        }
      }
    }
    assumeTrue(false, "this host has no partition");
  }

  @Test
  void aDeviceOneSectorTooSmallIsRefused() throws Exception {
    try (var loop = card()) {
      assertRefused(loop, Conditions.fits(CARD + 512).fixedToo(), "use a larger one");
    }
  }

  @Test
  void aDeviceAboveTheCeilingIsRefused() throws Exception {
    try (var loop = card()) {
      assertRefused(loop, ANY.atMost(CARD - 512), "more than the");
    }
  }

  @Test
  void aWriteProtectedDeviceIsRefused() throws Exception {
    var backing = TestImage.used(directory.resolve("card"), CARD);
    try (var loop = LoopDevice.over(backing, "--read-only")) {
      assertRefused(loop, ANY, "write-protected");
    }
  }

  @Test
  void aDeviceThatIsNotRemovableIsRefusedUnlessAllowed() throws Exception {
    try (var loop = card()) {
      assertRefused(loop, Conditions.fits(CARD), "is not removable");
      Proof.of(loop.place(), Conditions.fits(CARD).fixedToo()).close();
    }
  }

  @Test
  void theDiskOfTheRunningSystemIsRefused() throws Exception {
    var root = LoopDevice.run("findmnt", "-no", "SOURCE", "/").strip();
    assumeTrue(root.startsWith("/dev/"), "the root file system lies on no device here");
    var refusal =
        assertThrows(
            RefusedException.class,
            () -> Proof.of(new Place.Block(Path.of(root)), Conditions.fits(1).fixedToo()));
    assertTrue(
        refusal.reasons().toString().contains("is mounted at /")
            || refusal.reasons().toString().contains("is a partition"),
        refusal.reasons().toString());
  }

  @Test
  void aMediumThatIsNotTheConfirmedOneIsRefused() throws Exception {
    try (var loop = card()) {
      var confirmed = medium(loop.place());
      Proof.of(loop.place(), ANY.only(confirmed)).close();

      loop.reinsert();

      assertNotEquals(confirmed, medium(loop.place()));
      assertRefused(loop, ANY.only(confirmed), "the card that was confirmed");
    }
  }

  @Test
  void aReadOnlyOpenElsewhereDoesNoHarm() throws Exception {
    try (var loop = card();
        var other = BlockDevice.openToRead(loop.path());
        var proven = Proof.of(loop.place(), ANY)) {
      assertEquals(other.medium(), proven.medium());
    }
  }

  @Test
  void aFileIsRefusedWhenItIsTooSmallOrReadOnlyOrHeldOrAttachedOrAbsentOrNone() throws Exception {
    var file = TestImage.used(directory.resolve("file"), CARD);
    var place = new Place.File(file, OptionalLong.empty());
    assertRefused(place, Conditions.fits(CARD + 1), "use a larger one");
    try (var held = Proof.of(place, Conditions.fits(CARD))) {
      assertRefused(held.place(), Conditions.fits(CARD), "something else holds it");
    }
    try (var loop = LoopDevice.over(file)) {
      assertRefused(place, Conditions.fits(CARD), "is attached as " + loop.path());
    }
    LoopDevice.run("chmod", "a-w", file.toString());
    assertRefused(place, Conditions.fits(CARD), "is read-only");
    Files.delete(file);
    assertRefused(place, Conditions.fits(CARD), "does not exist");
    assertRefused(
        new Place.File(directory, OptionalLong.empty()), Conditions.fits(1), "not a plain file");
  }

  private LoopDevice card() throws IOException {
    return LoopDevice.over(TestImage.used(directory.resolve("card"), CARD));
  }

  private static MediumId medium(Place place) throws IOException {
    return ((Look.Medium) place.look()).id();
  }

  private static void assertRefused(LoopDevice loop, Conditions conditions, String why)
      throws IOException {
    var before = Sha256.of(Files.readAllBytes(loop.backing()));
    assertRefused(loop.place(), conditions, why);
    assertEquals(before, Sha256.of(Files.readAllBytes(loop.backing())));
  }

  private static void assertRefused(Place place, Conditions conditions, String why) {
    var refusal = assertThrows(RefusedException.class, () -> Proof.of(place, conditions).close());
    assertTrue(refusal.reasons().toString().contains(why), refusal.reasons().toString());
  }
}
