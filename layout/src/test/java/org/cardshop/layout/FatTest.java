package org.cardshop.layout;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What dosfstools and mtools find after a planned change, on cards whose free clusters hold
/// garbage.
class FatTest {
  private static final String YAML = "offspot.yaml";

  private final Random random = new Random(7);

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-F 12 -s 1 1440",
        "-F 12 -s 2 -f 1 3001",
        "-F 16 -s 1 4200",
        "-F 16 -s 8 -r 64 40000",
        "-F 16 -S 2048 -s 1 20000",
        "-F 32 -s 1 40000",
        "-F 32 -s 8 -f 1 300000",
      })
  void aFileIsPutAndReplacedWhateverTheVolumeIsLike(String options) throws Exception {
    var disk = FatDisk.make(folder, options);
    var others = someFiles(disk);
    disk.fillFree();
    int cluster = clusterSize(disk);
    long before = disk.freeBytes();

    for (int size : List.of(0, 1, cluster, cluster + 1, 9 * cluster - 3, 512, 0, 3 * cluster)) {
      var content = bytes(size);
      disk.put(YAML, content);

      assertEquals(disk.freeBytes() / cluster, disk.check());
      assertArrayEquals(content, disk.read(YAML));
      assertEquals(before - Math.ceilDiv(size, cluster) * (long) cluster, disk.freeBytes());
      disk.fillFree();
    }
    disk.check();
    for (var other : others.entrySet()) {
      assertArrayEquals(other.getValue(), disk.read(other.getKey()), other.getKey());
    }
    assertEquals(others.size() + 1, disk.names().stream().filter(n -> !n.endsWith("/")).count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"-F 12 -s 1 1440", "-F 16 -s 4 20000", "-F 32 -s 1 40000"})
  void everyNameComesBack(String options) throws Exception {
    var disk = FatDisk.make(folder, options);
    disk.fillFree();
    var names =
        List.of(
            "UPPER.TXT",
            "lower.txt",
            "Ma carte d’été.yaml",
            "Ma carte d’hiver.yaml",
            "ma carte",
            "خريطة.yaml",
            "name.tar.gz",
            ".hidden",
            "a+b=c.txt",
            "thirteen.char",
            "ÿ.txt",
            "x".repeat(251) + ".yml");
    for (var name : names) {
      disk.put(name, name.getBytes(StandardCharsets.UTF_8));
    }
    disk.check();
    assertEquals(names.stream().map(name -> "::/" + name).sorted().toList(), disk.names());
    for (var name : names) {
      assertEquals(name, new String(disk.read(name), StandardCharsets.UTF_8));
    }
  }

  @Test
  void aNameIsTheSameInWhateverCase() throws Exception {
    var disk = FatDisk.make(folder, "-F 32 -s 1 40000");
    disk.copyIn("OffSpot.YAML", bytes(5000));
    disk.copyIn("README", bytes(100));
    disk.put(YAML, bytes(10));
    disk.put("readme", bytes(11));
    disk.check();
    assertEquals(List.of("::/offspot.yaml", "::/readme"), disk.names());
    assertEquals(10, disk.read(YAML).length);
  }

  /// mtools knows no characters beyond 16 bits.
  @Test
  void anEmojiIsTwoUnits() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    disk.put("😀.txt", bytes(1));
    disk.put("😀.TXT", bytes(2));
    disk.check();
    assertEquals(1, disk.names().size());
    // The first two slots are those of the deleted one, taken again.
    var units = disk.peek(boot(disk).rootAt() + 1, 10).asCharBuffer();
    assertEquals("😀.TX", units.toString());
  }

  @Test
  void theShortNameOfAnotherFileIsRefused() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    disk.put(YAML, bytes(10));
    assertEquals(
        "OFFSPO~1.YAM is the short name of offspot.yaml in the boot partition",
        assertThrows(LayoutException.class, () -> disk.put("OFFSPO~1.YAM", bytes(1))).getMessage());
  }

  @Test
  void aFolderIsNotReplacedByAFile() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    disk.shell("mmd -i card@@" + FatDisk.OFFSET + " ::overlays");
    assertEquals(
        "OVERLAYS is a folder of the boot partition already",
        assertThrows(LayoutException.class, () -> disk.put("Overlays", bytes(1))).getMessage());
  }

  @Test
  void contentGoesIntoGapsWhenNoneIsWideEnough() throws Exception {
    var disk = FatDisk.make(folder, "-F 32 -s 1 40000");
    int clusters = (int) (disk.freeBytes() / 512);
    for (int i = 0; i < 40; i++) {
      disk.copyIn("file " + i, bytes(512));
    }
    disk.copyIn("rest", bytes((clusters - 60) * 512));
    disk.shell(
        "for i in $(seq 0 2 39); do mdel -i card@@" + FatDisk.OFFSET + " \"::file $i\"; done");
    var rest = disk.read("rest");
    disk.fillFree();
    var content = bytes((int) disk.freeBytes() - 5);

    disk.put(YAML, content);

    disk.check();
    assertEquals(0, disk.freeBytes());
    assertArrayEquals(content, disk.read(YAML));
    assertArrayEquals(rest, disk.read("rest"));
  }

  @Test
  void aFullVolumeTakesNothingButWhatReplacesAsMuch() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    disk.put("map", bytes((int) disk.freeBytes()));
    assertEquals(
        "offspot.yaml needs 4 KiB in the boot partition, which has 0 KiB free; "
            + "take a base whose boot partition is larger",
        assertThrows(LayoutException.class, () -> disk.put(YAML, bytes(3000))).getMessage());

    disk.put(YAML, bytes(0));
    var other = bytes(disk.read("map").length);
    disk.put("MAP", other);

    disk.check();
    assertArrayEquals(other, disk.read("map"));
  }

  @Test
  void theRootFolderGrowsOnFat32() throws Exception {
    var disk = FatDisk.make(folder, "-F 32 -s 1 40000");
    disk.fillFree();
    for (int i = 0; i < 30; i++) {
      disk.put("a file with a rather long name, number " + i, bytes(i));
    }
    disk.check();
    assertEquals(30, disk.names().size());
    assertEquals(29, disk.read("a file with a rather long name, number 29").length);
  }

  @Test
  void aFullRootFolderOfFat16SaysSo() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 -r 64 20000");
    for (int i = 0; i < 63; i++) {
      disk.put("F" + i, bytes(1));
    }
    assertEquals(
        "no room for the name offspot.yaml in the boot partition's root folder, which is full",
        assertThrows(LayoutException.class, () -> disk.put(YAML, bytes(1))).getMessage());
    disk.put("F63", bytes(1));
    disk.check();
    assertEquals(64, disk.names().size());
  }

  @Test
  void slotsBehindTheEndOfAFolderMayHoldGarbage() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 -r 64 20000");
    var boot = boot(disk);
    disk.poke(boot.rootAt() + 2 * 32, IntStream.range(0, 62 * 32).map(i -> 'A').toArray());
    disk.poke(boot.rootAt() + 32, 0);
    disk.put(YAML, bytes(100));
    assertEquals(List.of("::/offspot.yaml"), disk.names());
  }

  @Test
  void badClustersAreNeitherFreeNorUsed() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    var boot = boot(disk);
    long before = disk.freeBytes();
    for (int copy : boot.tables()) {
      disk.poke(boot.tableAt(copy) + 2 * 7, 0xf7, 0xff);
    }
    assertEquals(before - boot.cluster(), disk.freeBytes());
    var bad = disk.peek(boot.clusterAt(7), boot.cluster());

    var content = bytes((int) disk.freeBytes());
    disk.put(YAML, content);

    disk.check();
    assertArrayEquals(content, disk.read(YAML));
    assertEquals(bad, disk.peek(boot.clusterAt(7), boot.cluster()));
  }

  @Test
  void unknownCountsAreReplacedByTrueOnes() throws Exception {
    var disk = FatDisk.make(folder, "-F 32 -s 1 40000");
    long info = boot(disk).infoAt().orElseThrow();
    disk.poke(info + 488, 255, 255, 255, 255, 255, 255, 255, 255);
    disk.put(YAML, bytes(1200));
    disk.check();
    assertEquals(disk.freeBytes() / 512, disk.peek(info + 488, 4).getInt());
    assertEquals(5, disk.peek(info + 492, 4).getInt());
  }

  @Test
  void nothingIsFreeInAVolumeThatWasNotUnmounted() throws Exception {
    var disk = FatDisk.make(folder, "-F 32 -s 1 40000");
    disk.poke(65, 1); // as Linux marks it
    assertEquals(List.of(), disk.free());
    var content = bytes(3000);
    disk.put(YAML, content);
    assertArrayEquals(content, disk.read(YAML));
    assertEquals(1, disk.peek(65, 1).get());

    disk.poke(65, 0);
    assertTrue(disk.freeBytes() > 0);
    disk.poke(boot(disk).tableAt(0) + 7, 0x07); // as Windows does
    assertEquals(List.of(), disk.free());
  }

  @Test
  void whereMirroringIsOffOnlyTheActiveTableChanges() throws Exception {
    var disk = FatDisk.make(folder, "-F 32 -s 1 40000");
    var boot = boot(disk);
    var stale = disk.peek(boot.tableAt(0), (int) boot.tableLength());
    long before = disk.freeBytes();
    disk.poke(40, 0x81);

    disk.put(YAML, bytes(600));

    assertEquals(before - 1024, disk.freeBytes());
    assertEquals(stale, disk.peek(boot.tableAt(0), (int) boot.tableLength()));
  }

  @Test
  void aClusterIsFreeWhenAllTablesSaySo() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    var boot = boot(disk);
    long before = disk.freeBytes();
    disk.poke(boot.tableAt(1) + 2 * 9, 0xff, 0xff);
    assertEquals(before - boot.cluster(), disk.freeBytes());
  }

  @Test
  void theHighestBitsOfAnEntryOfFat32AreKept() throws Exception {
    var disk = FatDisk.make(folder, "-F 32 -s 1 40000");
    long entry = boot(disk).tableAt(0) + 4 * 3;
    disk.poke(entry, 0, 0, 0, 0xf0);
    disk.put(YAML, bytes(1));
    assertEquals(0xffff_ffff, disk.peek(entry, 4).getInt());
  }

  @Test
  void shortNamesFollowFromTheLongOnes() throws Exception {
    assertEquals(new FatAlias("CONFIG  TXT", true), FatAlias.of("CONFIG.TXT", Set.of()));
    assertEquals(new FatAlias("CONFIG  TXT", false), FatAlias.of("config.txt", Set.of()));
    var taken = new HashSet<>(Set.of("CONFIG  TXT"));
    var names = List.of("Config.txt", "offspot.yaml", "a+b.tar.gz", "été", "no dot", ". x");
    for (var name : names) {
      taken.add(FatAlias.of(name, taken).padded());
    }
    for (int i = 2; i <= 10; i++) {
      taken.add(FatAlias.of("offspot.yaml " + i, taken).padded());
    }
    assertEquals(
        Set.of(
            "CONFIG  TXT",
            "CONFIG~1TXT",
            "OFFSPO~1YAM",
            "A_BTAR~1GZ ",
            "_T_~1      ",
            "NODOT~1    ",
            "X~1        ",
            "OFFSPO~2YAM",
            "OFFSPO~3YAM",
            "OFFSPO~4YAM",
            "OFFSPO~5YAM",
            "OFFSPO~6YAM",
            "OFFSPO~7YAM",
            "OFFSPO~8YAM",
            "OFFSPO~9YAM",
            "OFFSP~10YAM"),
        taken);
  }

  @Test
  void aBrokenChainIsNotFollowed() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    disk.put(YAML, bytes(5000));
    disk.poke(boot(disk).tableAt(0) + 2 * 3, 2, 0);
    assertEquals(
        "the FAT partition is damaged: the chain of cluster 2 leads to 2; "
            + "repair it with fsck.vfat",
        assertThrows(IOException.class, () -> disk.put(YAML, bytes(1))).getMessage());
  }

  @Test
  void aNameThatIsNotPossibleSaysWhy() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    for (var name : List.of("", "a:b", "tab\t", "dot.", "x".repeat(256), "half \ud800")) {
      assertThrows(LayoutException.class, () -> disk.plan(name, bytes(1)), name);
    }
  }

  @Test
  void whatIsNoFatIsNone() throws Exception {
    var disk = FatDisk.make(folder, "-F 16 -s 4 20000");
    disk.shell(
        "truncate -s 8M zero exfat ext4; mkfs.exfat exfat; mke2fs -q -F ext4; head -c 9 zero >"
            + " tiny");
    for (var name : List.of("zero", "exfat", "ext4", "tiny")) {
      try (var image = FileChannel.open(folder.resolve(name))) {
        assertTrue(Fat.at(image, 0).isEmpty(), name);
      }
    }
  }

  private static FatBoot boot(FatDisk disk) throws IOException {
    return FatBoot.of(disk.peek(0, FatBoot.LENGTH)).orElseThrow();
  }

  private static int clusterSize(FatDisk disk) throws IOException {
    return boot(disk).cluster();
  }

  /// Files in two folders, with gaps where others were deleted.
  private Map<String, byte[]> someFiles(FatDisk disk) throws Exception {
    var files = new LinkedHashMap<String, byte[]>();
    disk.shell("mmd -i card@@" + FatDisk.OFFSET + " ::overlays");
    for (int i = 0; i < 8; i++) {
      disk.copyIn("gone " + i, bytes(random.nextInt(9000)));
      var name = i % 2 == 0 ? "overlays/vc4-kms " + i + ".dtbo" : "CONFIG" + i + ".TXT";
      files.put(name, bytes(random.nextInt(20000)));
      disk.copyIn(name, files.get(name));
    }
    disk.shell("mdel -i card@@" + FatDisk.OFFSET + " '::gone *'");
    return files;
  }

  private byte[] bytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }
}
