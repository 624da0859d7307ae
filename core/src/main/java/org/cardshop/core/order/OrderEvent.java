package org.cardshop.core.order;

import java.time.Instant;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;

/// What happened to an order. Past tense, and delivered at least once.
public sealed interface OrderEvent {
  /// A worker has begun the task.
  record TaskStarted(TaskKind kind, int unit) implements OrderEvent {}

  /// The build's image was published in the warehouse.
  record ImageStored(int build, Product.Image image) implements OrderEvent {}

  /// A writer fetches what it lacks of the image for this card.
  record DownloadStarted(int card) implements OrderEvent {}

  /// A writer has all it needs for this card.
  record WritingStarted(int card) implements OrderEvent {}

  /// Every data and zero byte of this card was read back and matched.
  record CardVerified(int card, Product.Card product) implements OrderEvent {}

  /// A task was given up.
  record TaskDiscarded(TaskKind kind, int unit, Failure failure) implements OrderEvent {}

  /// A person handed the parcel to the carrier.
  record ParcelShipped(String details) implements OrderEvent {}

  /// The time has come to remove the image of a virtual order.
  record OfferEnded(Instant at) implements OrderEvent {}

  /// A person keeps the image of a virtual order longer.
  record OfferProlonged(Instant until, String by) implements OrderEvent {}

  /// A person calls the order off.
  record CancelAsked(String by) implements OrderEvent {}

  /// A person wants what failed done again.
  record RetryAsked(What what, String by) implements OrderEvent {}

  /// What is to be done again.
  enum What {
    FAILED_CARDS,
    CREATE,
    ALL
  }

  /// Who caused it, where a person did.
  default String actor() {
    return switch (this) {
      case CancelAsked c -> c.by();
      case OfferProlonged p -> p.by();
      case RetryAsked r -> r.by();
      case TaskStarted _,
          ImageStored _,
          DownloadStarted _,
          WritingStarted _,
          CardVerified _,
          TaskDiscarded _,
          ParcelShipped _,
          OfferEnded _ ->
          "";
    };
  }
}
