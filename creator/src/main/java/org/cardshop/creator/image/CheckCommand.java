package org.cardshop.creator.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = "Says everything that is wrong with a recipe: fields, sources, sizes, disk.")
final class CheckCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RECIPE", description = "A recipe in YAML or JSON.")
  private Path recipe = Path.of("");

  @Mixin private FolderOptions folders = new FolderOptions();

  @Override
  public Integer call() throws Exception {
    var work = Files.createTempDirectory("cardshop-check");
    try {
      long size = ImageBuild.check(Recipes.read(recipe), folders.with(work));
      System.out.println("The recipe is good; its image has " + size + " bytes.");
      return ImageCommand.DONE;
    } finally {
      Files.deleteIfExists(work);
    }
  }
}
