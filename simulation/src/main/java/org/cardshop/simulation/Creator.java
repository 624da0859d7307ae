package org.cardshop.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.Trouble;
import org.cardshop.platform.wire.Answer;
import org.cardshop.platform.worker.TroubleException;

/// Builds images and brings them into the warehouse.
final class Creator extends Worker {
  private static final int TRIES = 10;
  private static final int PIECES = 4;

  private final Storehouse storehouse;
  private final Crew.Work pace;

  /// How many builds it began, in all its starts.
  int begun;

  Creator(World world, String name, Crew.Work pace) {
    super(world, name, TaskKind.CREATE, List.of("build"));
    this.storehouse = world.storehouse;
    this.pace = pace;
  }

  @Override
  Product work(String slot, Answer.Granted granted, Hold hold) throws TroubleException {
    var work = (Answer.Work.Create) granted.work();
    hold.step(CreateStep.BUILDING);
    begun++;
    hold.work(pace.build() + kernel.below(pace.more()));
    if (kernel.chance(pace.mishaps())) {
      throw new TroubleException(Trouble.TRANSIENT, "a source broke off");
    }
    hold.step(CreateStep.BUILT);
    hold.step(CreateStep.UPLOADING);
    for (int i = 0; i < PIECES; i++) {
      patiently(hold, () -> storehouse.store(host, hold.ticket()));
      hold.work(kernel.below(20_000));
    }
    patiently(hold, () -> storehouse.publish(host, hold.ticket(), contentOf(work.image())));
    return new Product.Image(work.image(), 1L << 30, Sha256.of(work.image().getBytes(UTF_8)));
  }

  /// The bytes of the image; the same recipe gives the same.
  static String contentOf(String image) {
    return "bytes of " + image;
  }

  private void patiently(Hold hold, Runnable act) throws TroubleException {
    for (int i = 0; i < TRIES; i++) {
      hold.checkpoint();
      try {
        act.run();
        return;
      } catch (Server.AwayException e) {
        hold.work(2_000);
      } catch (Storehouse.RefusedException e) {
        // the real one learns why when its lease is renewed
        hold.work(5_000);
      }
    }
    throw new TroubleException(Trouble.TRANSIENT, "the image could not be uploaded");
  }
}
