package org.cardshop.core.order;

import java.time.Instant;
import java.util.Optional;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product.Image;

/// Where an order stands. Exactly one at a time; a state carries only what is true in that state.
public sealed interface OrderState {
  /// A creator shall build the image.
  ///
  /// @param build number of the create task
  /// @param lastCard highest card number that earlier builds used; 0 at first
  record AwaitingCreator(int build, int lastCard) implements OrderState {}

  /// A creator builds and uploads the image.
  record Creating(int build, int lastCard) implements OrderState {}

  /// The image lies in the warehouse, cards are being made of it.
  ///
  /// @param build number of the create task that made the image
  record Producing(int build, Image image, Cards cards) implements OrderState {}

  /// Every card is verified; a person packs and ships them.
  record AwaitingShipment(int build, Image image, Cards cards) implements OrderState {}

  /// Terminal: handed to the carrier.
  record Shipped(String details) implements OrderState {}

  /// The client may fetch the image until it expires.
  record Offered(int build, Image image, Instant until) implements OrderState {}

  /// Terminal: the image is gone.
  record Expired() implements OrderState {}

  /// No image came of it; a person retries or cancels.
  record CreationFailed(int build, int lastCard, Failure failure) implements OrderState {}

  /// Some cards were given up, none is in work; a person retries or cancels.
  record CardsFailed(int build, Image image, Cards cards, Failure failure) implements OrderState {}

  /// Terminal: called off.
  record Cancelled(String by) implements OrderState {}

  /// The status on the wire (design §4).
  default String status() {
    return switch (this) {
      case AwaitingCreator _ -> "pending_creator";
      case Creating _ -> "creating";
      case Producing p -> ofCards(p.cards());
      case AwaitingShipment _ -> "pending_shipment";
      case Shipped _ -> "shipped";
      case Offered _ -> "pending_expiry";
      case Expired _ -> "expired";
      case CreationFailed _ -> "creation_failed";
      case CardsFailed f ->
          f.cards().count(CardStage.FAILED) > 0 ? "write_failed" : "download_failed";
      case Cancelled _ -> "canceled";
    };
  }

  default boolean isTerminal() {
    return switch (this) {
      case Shipped _, Expired _, Cancelled _ -> true;
      case AwaitingCreator _,
          Creating _,
          Producing _,
          AwaitingShipment _,
          Offered _,
          CreationFailed _,
          CardsFailed _ ->
          false;
    };
  }

  /// The image, while it lies in the warehouse on the order's behalf.
  default Optional<Image> storedImage() {
    return switch (this) {
      case Producing s -> Optional.of(s.image());
      case AwaitingShipment s -> Optional.of(s.image());
      case Offered s -> Optional.of(s.image());
      case CardsFailed s -> Optional.of(s.image());
      case AwaitingCreator _, Creating _, CreationFailed _, Shipped _, Expired _, Cancelled _ ->
          Optional.empty();
    };
  }

  /// The cards, while they are in work or wait for a person.
  default Optional<Cards> ownCards() {
    return switch (this) {
      case Producing s -> Optional.of(s.cards());
      case AwaitingShipment s -> Optional.of(s.cards());
      case CardsFailed s -> Optional.of(s.cards());
      case AwaitingCreator _,
          Creating _,
          Offered _,
          CreationFailed _,
          Shipped _,
          Expired _,
          Cancelled _ ->
          Optional.empty();
    };
  }

  private static String ofCards(Cards cards) {
    if (cards.count(CardStage.WRITING) + cards.count(CardStage.GOOD) > 0) {
      return "writing";
    }
    return cards.count(CardStage.DOWNLOADING) > 0 ? "downloading" : "pending_writer";
  }
}
