package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.cardshop.writer.slot.Look;
import org.cardshop.writer.slot.Slot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileHandsTest {
  @TempDir Path folder;

  @Test
  void eachCardThatIsPutInIsANewMediumAndLiesAsideOnceItIsTakenOut() throws Exception {
    var slots =
        Slot.parseAll(
            "A-01=file:"
                + folder
                + "/A-01.img,A-02=file:"
                + folder
                + "/2.img?size=2GB,B-01=/dev/x");
    var hands = new FileHands("writer-1", slots);
    assertEquals(Set.of("A-01", "A-02"), hands.slots(), "those that are files");
    assertFalse(hands.remove("A-01"), "nothing is in it");

    assertTrue(hands.insert("A-01"));
    assertTrue(hands.insert("A-02"));
    var first = look(slots.get(0));
    assertEquals(8_000_000_000L, first.size());
    assertEquals(2_000_000_000L, look(slots.get(1)).size());
    assertFalse(hands.insert("A-01"), "there is one");
    assertEquals(first.id(), look(slots.get(0)).id());

    assertTrue(hands.remove("A-01"));
    assertInstanceOf(Look.Empty.class, slots.get(0).place().look());
    assertTrue(Files.exists(folder.resolve("taken/A-01.img")));
    assertTrue(hands.insert("A-01"));
    assertNotEquals(first.id(), look(slots.get(0)).id());
    try (var files = Files.list(folder)) {
      assertEquals(
          List.of("2.img", "A-01.img", "taken"),
          files.map(f -> f.getFileName().toString()).sorted().toList());
    }
  }

  private static Look.Medium look(Slot slot) throws Exception {
    return assertInstanceOf(Look.Medium.class, slot.place().look());
  }
}
