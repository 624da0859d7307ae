package org.cardshop.writer.slot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.OptionalLong;
import org.cardshop.writer.device.MediumId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlotTest {
  @TempDir Path directory;

  @Test
  void slotsAreReadInOrder() {
    assertEquals(
        List.of(
            new Slot("A-01", new Place.Block(Path.of("/dev/disk/by-path/pci-0:1.2"))),
            new Slot(
                "A-02",
                new Place.File(Path.of("/var/cards/a=2"), OptionalLong.of(16_000_000_000L))),
            new Slot("B", new Place.File(Path.of("/card"), OptionalLong.empty()))),
        Slot.parseAll(
            "A-01=/dev/disk/by-path/pci-0:1.2, A-02=file:/var/cards/a=2?size=16GB,B=file:/card"));
  }

  @Test
  void everyProblemIsSaidAtOnce() {
    var failure =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Slot.parseAll(
                    "A=file:/x,A=/dev/sdb,B=file:/x,no slot,C=/tmp/x,D=file:/y?size=big,e"
                        + " e=file:/z"));
    var message = String.valueOf(failure.getMessage());
    for (var expected :
        List.of(
            "two slots are named A",
            "two slots are at /x",
            "not: no slot",
            "not: /tmp/x",
            "file:/y?size=big",
            "not: e e")) {
      assertTrue(message.contains(expected), message);
    }
  }

  @Test
  void aFileThatIsAbsentIsAnEmptySlotAndIsMadeWhenItHasASize() throws Exception {
    var path = directory.resolve("card");
    var place = new Place.File(path, OptionalLong.of(5_000_000_000L));
    assertInstanceOf(Look.Empty.class, place.look());
    place.prepare();
    assertEquals(5_000_000_000L, assertInstanceOf(Look.Medium.class, place.look()).size());
    Files.writeString(path, "written");
    place.prepare();
    assertEquals("written", Files.readString(path));
  }

  @Test
  void aReaderThatIsAbsentIsAnEmptySlot() throws Exception {
    assertInstanceOf(Look.Empty.class, Place.parse("/dev/disk/by-path/no-such-reader").look());
  }

  @Test
  void writingAFileKeepsTheMediumAndReplacingItMakesANewOne() throws Exception {
    var path = Files.writeString(directory.resolve("card"), "one");
    var place = new Place.File(path, OptionalLong.empty());
    var first = id(place);
    Files.writeString(path, "two");
    assertEquals(first, id(place));
    Files.delete(path);
    Files.writeString(path, "two");
    var second = id(place);
    assertNotEquals(first, second);
    var other = Files.writeString(directory.resolve("other"), "two");
    Files.move(other, path, StandardCopyOption.REPLACE_EXISTING);
    assertNotEquals(second, id(place));
  }

  private static MediumId id(Place place) throws IOException {
    return assertInstanceOf(Look.Medium.class, place.look()).id();
  }
}
