package org.cardshop.creator.work;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;
import org.cardshop.creator.image.BuiltImage;
import org.cardshop.creator.image.Folders;
import org.cardshop.creator.image.ImageBuild;
import org.cardshop.creator.image.Phase;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.worker.Craft;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.TroubleException;

/// Builds images, one at a time, and uploads them. Building touches nothing but the creator's own
/// disk, so that it goes on while the lease is uncertain; uploading waits for a valid one.
final class Building implements Craft {
  private static final String SLOT = "build";

  private final String worker;
  private final Folders folders;
  private final Trust trust;

  Building(String worker, Folders folders, Trust trust) {
    this.worker = worker;
    this.folders = folders;
    this.trust = trust;
  }

  @Override
  public TaskKind kind() {
    return TaskKind.CREATE;
  }

  @Override
  public List<String> slots() {
    return List.of(SLOT);
  }

  @Override
  public Fact.Slot look(String slot, boolean isBusy) {
    return new Fact.Slot(
        slot, isBusy ? "busy" : "free", Optional.empty(), OptionalLong.empty(), Optional.empty());
  }

  @Override
  public OptionalLong diskFree() {
    try {
      return OptionalLong.of(Files.getFileStore(folders.work()).getUsableSpace());
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }

  @Override
  public Product work(String slot, Granted granted, Hold hold)
      throws TroubleException, InterruptedException {
    return switch (granted.work()) {
      case Work.Create create -> create(create, hold);
      case Work.Write _ ->
          throw new TroubleException(
              new Failure(Failure.Status.FAILED, "A creator was given a card to write."));
    };
  }

  private Product create(Work.Create work, Hold hold)
      throws TroubleException, InterruptedException {
    hold.step(CreateStep.BUILDING);
    try (var built = build(work, hold)) {
      hold.step(CreateStep.BUILT);
      hold.log(
          "built: " + built.manifest().size() + " bytes, SHA-256 " + built.manifest().sha256());
      hold.step(CreateStep.UPLOADING);
      var manifest = new Upload(worker, work, built, hold, trust).run();
      return new Product.Image(work.image(), manifest.size(), manifest.sha256());
    } catch (IOException e) {
      throw new TroubleException(
          Trouble.TRANSIENT, "The build's folder cannot be removed: " + e.getMessage(), e);
    }
  }

  private BuiltImage build(Work.Create work, Hold hold)
      throws TroubleException, InterruptedException {
    try {
      var recipe = RecipeReader.read(work.recipe());
      return ImageBuild.run(
          recipe, work.image(), folders, (phase, done, total) -> show(hold, phase, done, total));
    } catch (RecipeException e) {
      var reason =
          e.problems().stream()
              .map(Object::toString)
              .collect(Collectors.joining("; ", "The recipe cannot be built: ", ""));
      throw new TroubleException(new Failure(Failure.Status.FAILED_TO_BUILD, reason));
    } catch (IOException e) {
      throw new TroubleException(
          Trouble.TRANSIENT, "The image could not be built: " + e.getMessage(), e);
    }
  }

  private static void show(Hold hold, Phase phase, long done, long total) {
    hold.progress(
        Json.object()
            .put("step", "building")
            .put("phase", phase.wire())
            .put("done", done)
            .put("total", total));
  }
}
