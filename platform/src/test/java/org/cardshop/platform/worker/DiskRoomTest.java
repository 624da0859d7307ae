package org.cardshop.platform.worker;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// On file systems of a size; only root can mount one.
class DiskRoomTest {
  @TempDir Path temp;

  @AfterEach
  void unmount() throws Exception {
    run("umount", temp.toString());
  }

  @Test
  void belowTheFloorNothingIsBegun() throws Exception {
    mount("size=8m");
    var room = new DiskRoom(temp);
    assertEquals(OptionalLong.of(8 << 20), room.free());
    assertFalse(room.isEnough());
  }

  @Test
  void fromTheFloorOnThereIsEnough() throws Exception {
    mount("size=" + (DiskRoom.FLOOR / 4096 + 1) * 4096);
    assertTrue(new DiskRoom(temp).isEnough());
  }

  @Test
  void aDiskThatCannotBeAskedIsNoReasonToRefuse() throws Exception {
    mount("size=8m");
    var room = new DiskRoom(temp.resolve("nothing"));
    assertEquals(OptionalLong.empty(), room.free());
    assertTrue(room.isEnough());
  }

  private void mount(String size) throws Exception {
    assumeTrue(System.getProperty("user.name").equals("root"), "mounting needs root");
    assumeTrue(run("mount", "-t", "tmpfs", "-o", size, "room", temp.toString()) == 0, "mounting");
  }

  private static int run(String... command) throws Exception {
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }
}
