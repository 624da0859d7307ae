package org.cardshop.creator.work;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;
import org.cardshop.core.worker.SlotState;
import org.cardshop.creator.cache.DiskFull;
import org.cardshop.creator.image.BuiltImage;
import org.cardshop.creator.image.Folders;
import org.cardshop.creator.image.ImageBuild;
import org.cardshop.creator.image.KeptImages;
import org.cardshop.creator.image.LacksRoomException;
import org.cardshop.creator.image.Progress;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.worker.Craft;
import org.cardshop.platform.worker.DiskRoom;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.TroubleException;

/// Builds images, one at a time, and uploads them meanwhile. Building touches nothing but the
/// creator's own disk, so that it goes on while the lease is uncertain; uploading waits for a valid
/// one.
final class Building implements Craft {
  private static final String SLOT = "build";
  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final String ON_ITS_OWN = "; it is then tried again by itself.";

  private final String worker;
  private final Folders folders;
  private final KeptImages kept;
  private final Trust trust;
  private final DiskRoom room;

  Building(String worker, Folders folders, KeptImages kept, Trust trust) {
    this.worker = worker;
    this.folders = folders;
    this.kept = kept;
    this.trust = trust;
    this.room = new DiskRoom(folders.work());
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
    var state = isBusy ? SlotState.BUSY : isOpen(slot) ? SlotState.FREE : SlotState.NO_DISK;
    return new Fact.Slot(
        slot, state.wire(), Optional.empty(), OptionalLong.empty(), Optional.empty());
  }

  @Override
  public boolean isOpen(String slot) {
    return room.isEnough();
  }

  @Override
  public OptionalLong diskFree() {
    return room.free();
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
    var progress = new CreateProgress(hold);
    try (var upload = new Upload(door(work, hold), progress, PAUSE)) {
      return create(work, hold, progress, upload);
    }
  }

  private Product create(Work.Create work, Hold hold, CreateProgress progress, Upload upload)
      throws TroubleException, InterruptedException {
    // What is uploaded is read from the build's folder: the upload ends before that goes.
    try (var built = image(work, hold, progress, upload);
        upload) {
      try {
        progress.built();
        CrashPoint.at("image.built");
        hold.step(CreateStep.BUILT);
        hold.log(
            "built: " + built.manifest().size() + " bytes, SHA-256 " + built.manifest().sha256());
        hold.step(CreateStep.UPLOADING);
        var manifest = upload.finish(built.manifest(), built.frames());
        CrashPoint.at("image.uploaded");
        built.forget();
        return new Product.Image(work.image(), manifest.size(), manifest.sha256());
      } finally {
        if (hold.isVoid()) {
          built.forget();
        }
      }
    }
  }

  /// The image that an earlier attempt or an earlier start of this creator built for the task, or a
  /// new one.
  private BuiltImage image(Work.Create work, Hold hold, Progress progress, ChunkSink sink)
      throws TroubleException, InterruptedException {
    var key = key(hold.task(), work);
    try {
      var earlier = kept.find(key);
      if (earlier.isPresent()) {
        hold.log("the image was built before; its upload goes on");
        return earlier.get();
      }
      kept.tidy();
    } catch (IOException e) {
      hold.log("what was built before cannot be looked at: " + e.getMessage());
    }
    hold.step(CreateStep.BUILDING);
    var built = build(work, progress, sink);
    try {
      built.keep(key);
    } catch (IOException e) {
      hold.log("the image will be built again if its upload is cut short: " + e.getMessage());
    }
    return built;
  }

  /// Another task, image or recipe has another key.
  private static Sha256 key(String task, Work.Create work) {
    var text = String.join("\n", task, work.channel(), work.image(), work.recipe().toString());
    return Sha256.of(text.getBytes(StandardCharsets.UTF_8));
  }

  private Depot.Door door(Work.Create work, Hold hold) {
    return () ->
        new WarehouseDepot(
            WarehouseClient.connect(work.warehouse(), worker, hold.ticket(), trust), work);
  }

  private BuiltImage build(Work.Create work, Progress progress, ChunkSink sink)
      throws TroubleException, InterruptedException {
    try {
      var recipe = RecipeReader.read(work.recipe());
      return ImageBuild.run(recipe, work.image(), folders, progress, sink);
    } catch (RecipeException e) {
      throw trouble(e);
    } catch (IOException e) {
      throw trouble(e);
    }
  }

  static TroubleException trouble(RecipeException e) {
    var problems = e.problems().stream().map(Object::toString).collect(Collectors.joining("; "));
    return e instanceof LacksRoomException
        ? new TroubleException(
            Trouble.NEEDS_HUMAN, "The image cannot be built yet: " + problems + ON_ITS_OWN, e)
        : new TroubleException(
            new Failure(Failure.Status.FAILED_TO_BUILD, "The recipe cannot be built: " + problems));
  }

  static TroubleException trouble(IOException e) {
    var sentence = "The image could not be built: " + e.getMessage();
    return DiskFull.isCauseOf(e)
        ? new TroubleException(
            Trouble.NEEDS_HUMAN,
            sentence + ". Make room on the disk of this creator" + ON_ITS_OWN,
            e)
        : new TroubleException(Trouble.TRANSIENT, sentence, e);
  }
}
