package org.cardshop.creator.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.testing.SmallDisk;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What becomes of a task whose build fails.
class BuildingTest {
  @TempDir Path folder;

  @Test
  void aFullDiskWaitsForAPersonAndCostsNothing() throws Exception {
    assumeTrue(SmallDisk.canBeMounted(), "mounting needs root");
    try (var disk = SmallDisk.mount(folder.resolve("disk"), 1 << 20)) {
      var file = Files.createFile(disk.path().resolve("image"));
      disk.fill();
      var full = assertThrows(IOException.class, () -> Files.write(file, new byte[8192]));

      var trouble = Building.trouble(new IOException("cannot write the base", full));

      assertEquals(Trouble.NEEDS_HUMAN, trouble.trouble());
      assertTrue(String.valueOf(trouble.getMessage()).contains("Make room"), trouble.getMessage());
    }
  }

  @Test
  void anotherFailureIsTriedAgain() {
    var trouble = Building.trouble(new IOException("Input/output error"));
    assertEquals(Trouble.TRANSIENT, trouble.trouble());
  }

  @Test
  void aWrongRecipeIsGivenUp() {
    var trouble =
        Building.trouble(new RecipeException(List.of(new Problem("files[0].url", "is missing"))));
    assertEquals(Trouble.PERMANENT, trouble.trouble());
    assertEquals(Optional.of(Failure.Status.FAILED_TO_BUILD), trouble.status());
  }
}
