package org.cardshop.creator.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.cardshop.platform.runtime.Words;

/// `image check`: says everything that is wrong with a recipe.
record CheckCommand(Path recipe, FolderOptions folders) {
  /// @throws org.cardshop.platform.runtime.WrongUsageException when the words make no command
  static CheckCommand of(List<String> args) {
    var words = Words.of(args, FolderOptions.NAMES, Set.of());
    return new CheckCommand(ImageCommand.operand(words, "recipe"), FolderOptions.of(words));
  }

  void run() throws Exception {
    var work = Files.createTempDirectory("cardshop-check");
    try {
      long size = ImageBuild.check(Recipes.read(recipe), folders.with(work));
      System.out.println("The recipe is good; its image has " + size + " bytes.");
    } finally {
      Files.deleteIfExists(work);
    }
  }
}
