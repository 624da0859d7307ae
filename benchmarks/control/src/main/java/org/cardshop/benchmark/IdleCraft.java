package org.cardshop.benchmark;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.wire.Answer.Granted;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.worker.Craft;
import org.cardshop.platform.worker.Hold;

/// Does nothing with a task, and is done with it at once.
class IdleCraft implements Craft {
  private final TaskKind kind;
  private final List<String> slots;

  IdleCraft(TaskKind kind, int slots) {
    this.kind = kind;
    this.slots = IntStream.rangeClosed(1, slots).mapToObj(n -> "A-%02d".formatted(n)).toList();
  }

  @Override
  public TaskKind kind() {
    return kind;
  }

  @Override
  public List<String> slots() {
    return slots;
  }

  @Override
  public Fact.Slot look(String slot, boolean isBusy) {
    return new Fact.Slot(
        slot, isBusy ? "busy" : "free", Optional.empty(), OptionalLong.empty(), Optional.empty());
  }

  @Override
  public OptionalLong diskFree() {
    return OptionalLong.of(100_000_000_000L);
  }

  @Override
  public Product work(String slot, Granted granted, Hold hold) throws InterruptedException {
    return switch (granted.work()) {
      case Work.Create create -> Stock.image(create.image());
      case Work.Write write ->
          new Product.Card("medium-" + granted.task(), slot, write.image().size(), 0);
    };
  }
}
