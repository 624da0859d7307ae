package org.cardshop.creator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cardshop.creator.cache.DiskFull;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.testing.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk of the creator's own that somebody else fills.
class FullDiskTest {
  private static final long ROOMY = 300L << 20;

  @TempDir Path temp;

  @Test
  void aDiskThatFillsUpDuringTheBuildFailsItLeavingNothingAndItIsBuiltWhenThereIsRoom()
      throws Exception {
    assumeTrue(SmallDisk.canBeMounted(), "mounting needs root");
    var recipe = recipe();
    try (var disk = SmallDisk.mount(temp.resolve("disk"), ROOMY)) {
      var folders = Samples.folders(disk.path());
      var isFull = new AtomicBoolean();
      var failure =
          assertThrows(
              IOException.class,
              () ->
                  ImageBuild.run(
                      recipe,
                      "x",
                      folders,
                      (phase, _, _) -> {
                        if (phase == Phase.FETCHING && isFull.compareAndSet(false, true)) {
                          disk.fill();
                        }
                      }));
      assertTrue(DiskFull.isCauseOf(failure), failure::toString);
      assertEquals(0, Samples.entries(folders.work()));

      disk.makeRoom();

      ImageBuild.run(recipe, "x", folders, (_, _, _) -> {}).close();
    }
  }

  @Test
  void aDiskThatIsTooSmallIsNotTheRecipesFault() throws Exception {
    assumeTrue(SmallDisk.canBeMounted(), "mounting needs root");
    var recipe = recipe();
    try (var disk = SmallDisk.mount(temp.resolve("disk"), ROOMY)) {
      var folders = Samples.folders(disk.path());
      disk.fill();
      var refused =
          assertThrows(
              LacksRoomException.class,
              () -> ImageBuild.run(recipe, "x", folders, (_, _, _) -> {}));
      assertTrue(refused.problems().getFirst().sentence().contains("make room"), refused::toString);

      disk.makeRoom();

      ImageBuild.run(recipe, "x", folders, (_, _, _) -> {}).close();
    }
  }

  /// Its base has to be unpacked, and its content fetched.
  private Recipe recipe() throws Exception {
    var samples = Samples.copiedTo(temp.resolve("samples"));
    Samples.shell(samples, "gzip -1f base.img");
    return Samples.recipe(
        samples,
        """
        base: {source: 'file:base.img.gz'}
        output: {size: auto}
        files:
          - {content: hello, to: /data/hello}
        """);
  }
}
