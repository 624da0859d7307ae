package org.cardshop.core.waiting;

import static java.util.Comparator.comparing;
import static java.util.Comparator.comparingInt;

import java.util.List;
import java.util.Optional;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.text.Times;
import org.cardshop.core.waiting.Waiting.Cause;
import org.jspecify.annotations.Nullable;

/// Why an order waits.
///
/// @param task id of the task that it waits for; empty when it waits for none
/// @param tasks all that it waits for, or whose failure is to be decided upon
public record WaitingOrder(Waiting waiting, Optional<String> task, List<OfTask> tasks) {
  public WaitingOrder {
    tasks = List.copyOf(tasks);
  }

  /// Why one task of the order waits.
  ///
  /// @param unit number of the build or card
  public record OfTask(String id, TaskKind kind, int unit, Waiting waiting) {
    private boolean isOf(TaskKind someKind, int someUnit) {
      return kind == someKind && unit == someUnit;
    }
  }

  /// Whether the explanation of an order in this state looks at its tasks.
  public static boolean looksAtTasks(OrderState state) {
    return switch (state) {
      case OrderState.AwaitingCreator _,
          OrderState.Creating _,
          OrderState.Producing _,
          OrderState.CreationFailed _,
          OrderState.CardsFailed _ ->
          true;
      case OrderState.AwaitingShipment _,
          OrderState.Offered _,
          OrderState.Shipped _,
          OrderState.Expired _,
          OrderState.Cancelled _ ->
          false;
    };
  }

  /// @param tasks all of the order, also those that have ended; none where it does not look at them
  public static WaitingOrder explain(OrderState state, List<OfTask> tasks) {
    return switch (state) {
      case OrderState.AwaitingCreator s -> onBuild(s.build(), tasks);
      case OrderState.Creating s -> onBuild(s.build(), tasks);
      case OrderState.Producing(_, _, var cards) ->
          open(
              tasks.stream()
                  .filter(t -> t.kind() == TaskKind.WRITE && cards.open().contains(t.unit()))
                  .toList());
      case OrderState.AwaitingShipment _ ->
          alone(
              Cause.SHIPMENT, "Every card is verified. Pack and ship them, then mark it shipped.");
      case OrderState.Offered o ->
          alone(
              new Waiting(
                  Cause.EXPIRY,
                  "The image can be fetched until " + Times.said(o.until()) + ".",
                  Optional.of(o.until())));
      case OrderState.CreationFailed f ->
          failed(
              "The image could not be made: "
                  + f.failure().reason()
                  + " Retry or cancel the order.",
              tasks.stream().filter(t -> t.isOf(TaskKind.CREATE, f.build())).toList());
      case OrderState.CardsFailed f ->
          failed(
              "Cards failed: "
                  + f.failure().reason()
                  + " Retry the failed cards or cancel the order.",
              tasks.stream()
                  .filter(t -> t.kind() == TaskKind.WRITE)
                  .filter(t -> isFailed(f.cards().stages().get(t.unit())))
                  .toList());
      case OrderState.Shipped _, OrderState.Expired _, OrderState.Cancelled _ ->
          alone(Cause.NOTHING, "It waits for nothing: it has ended and is " + state.status() + ".");
    };
  }

  private static boolean isFailed(@Nullable CardStage stage) {
    return stage == CardStage.FAILED || stage == CardStage.FAILED_TO_DOWNLOAD;
  }

  private static WaitingOrder onBuild(int build, List<OfTask> tasks) {
    return open(tasks.stream().filter(t -> t.isOf(TaskKind.CREATE, build)).toList());
  }

  /// What a person must do comes first; then the lowest number.
  private static WaitingOrder open(List<OfTask> tasks) {
    var open =
        tasks.stream()
            .sorted(
                comparing((OfTask t) -> !t.waiting().cause().isForPerson())
                    .thenComparingInt(OfTask::unit))
            .toList();
    return open.stream()
        .filter(t -> t.waiting().cause() != Cause.NOTHING)
        .findFirst()
        .map(t -> new WaitingOrder(t.waiting(), Optional.of(t.id()), open))
        .orElseGet(() -> alone(Cause.ITS_TURN, "What follows from it is done in a moment."));
  }

  /// The latest failure stands for all, unless workers died with one.
  private static WaitingOrder failed(String sentence, List<OfTask> tasks) {
    var failed = tasks.stream().sorted(comparingInt(OfTask::unit).reversed()).toList();
    var deadly = failed.stream().filter(t -> t.waiting().cause() == Cause.QUARANTINE).findFirst();
    return deadly
        .map(t -> new WaitingOrder(t.waiting(), Optional.of(t.id()), failed))
        .orElseGet(() ->
            new WaitingOrder(
                new Waiting(Cause.DECISION, sentence),
                failed.stream().findFirst().map(OfTask::id),
                failed));
  }

  private static WaitingOrder alone(Cause cause, String sentence) {
    return alone(new Waiting(cause, sentence));
  }

  private static WaitingOrder alone(Waiting waiting) {
    return new WaitingOrder(waiting, Optional.empty(), List.of());
  }
}
