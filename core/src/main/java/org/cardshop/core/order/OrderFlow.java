package org.cardshop.core.order;

import static org.cardshop.core.flow.Transition.ignored;
import static org.cardshop.core.flow.Transition.moved;
import static org.cardshop.core.flow.Transition.refused;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.cardshop.core.flow.Transition;
import org.cardshop.core.order.OrderEffect.CancelTasks;
import org.cardshop.core.order.OrderEffect.DeleteImage;
import org.cardshop.core.order.OrderEffect.EnsureTasks;
import org.cardshop.core.order.OrderEvent.CancelAsked;
import org.cardshop.core.order.OrderEvent.CardVerified;
import org.cardshop.core.order.OrderEvent.DownloadStarted;
import org.cardshop.core.order.OrderEvent.ImageStored;
import org.cardshop.core.order.OrderEvent.OfferEnded;
import org.cardshop.core.order.OrderEvent.OfferProlonged;
import org.cardshop.core.order.OrderEvent.ParcelShipped;
import org.cardshop.core.order.OrderEvent.RetryAsked;
import org.cardshop.core.order.OrderEvent.TaskDiscarded;
import org.cardshop.core.order.OrderEvent.TaskStarted;
import org.cardshop.core.order.OrderEvent.WritingStarted;
import org.cardshop.core.order.OrderState.AwaitingCreator;
import org.cardshop.core.order.OrderState.AwaitingShipment;
import org.cardshop.core.order.OrderState.Cancelled;
import org.cardshop.core.order.OrderState.CardsFailed;
import org.cardshop.core.order.OrderState.Creating;
import org.cardshop.core.order.OrderState.CreationFailed;
import org.cardshop.core.order.OrderState.Expired;
import org.cardshop.core.order.OrderState.Offered;
import org.cardshop.core.order.OrderState.Producing;
import org.cardshop.core.order.OrderState.Shipped;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product.Image;
import org.cardshop.core.task.TaskKey;
import org.cardshop.core.task.TaskKind;

/// Folds events into orders. Pure: same terms, state, event and time, same answer.
public final class OrderFlow {
  private static final EnsureTasks ENSURE_TASKS = new EnsureTasks();

  private OrderFlow() {}

  /// How every order begins.
  public static Transition.Moved<OrderState, OrderEffect> opened() {
    return new Transition.Moved<>(new AwaitingCreator(1, 0), List.of(ENSURE_TASKS));
  }

  private static final String KEPT =
      "The image is for cards: it is kept until they are shipped or the order is called off.";

  /// The tasks that must exist now. Derived from the state alone, so that asking twice adds none.
  public static Set<TaskKey> needed(OrderTerms terms, OrderState state) {
    return switch (state) {
      case AwaitingCreator(var build, _) -> Set.of(new TaskKey(terms.id(), TaskKind.CREATE, build));
      case Creating(var build, _) -> Set.of(new TaskKey(terms.id(), TaskKind.CREATE, build));
      case Producing(_, _, var cards) ->
          cards.open().stream()
              .map(n -> new TaskKey(terms.id(), TaskKind.WRITE, n))
              .collect(Collectors.toUnmodifiableSet());
      case AwaitingShipment _,
          Shipped _,
          Offered _,
          Expired _,
          CreationFailed _,
          CardsFailed _,
          Cancelled _ ->
          Set.of();
    };
  }

  /// @param now when it is folded; starts the time that an image is offered
  public static Transition<OrderState, OrderEffect> on(
      OrderTerms terms, OrderState state, OrderEvent event, Instant now) {
    return switch (state) {
      case AwaitingCreator s ->
          onBuild(terms, new Build(s.build(), s.lastCard(), false), event, now);
      case Creating s -> onBuild(terms, new Build(s.build(), s.lastCard(), true), event, now);
      case Producing s -> onProducing(terms, s, event);
      case AwaitingShipment s -> onAwaitingShipment(s, event);
      case Offered s -> onOffered(s, event);
      case CreationFailed s -> onCreationFailed(s, event);
      case CardsFailed s -> onCardsFailed(terms, s, event);
      case Shipped _, Expired _, Cancelled _ -> onTerminal(state, event);
    };
  }

  /// What `AwaitingCreator` and `Creating` have in common.
  private record Build(int number, int lastCard, boolean isStarted) {
    boolean isOf(TaskKind kind, int unit) {
      return kind == TaskKind.CREATE && unit == number;
    }
  }

  private static Transition<OrderState, OrderEffect> onBuild(
      OrderTerms terms, Build build, OrderEvent event, Instant now) {
    // The image may have been published although its maker's report did not come.
    var orphan = new DeleteImage(terms.imageName(build.number()));
    return switch (event) {
      case TaskStarted(var kind, var unit) ->
          build.isOf(kind, unit) && !build.isStarted()
              ? moved(new Creating(build.number(), build.lastCard()))
              : ignored();
      case ImageStored(var of, var image) ->
          of == build.number() ? stored(terms, build, image, now) : ignored();
      case TaskDiscarded(var kind, var unit, var failure) ->
          build.isOf(kind, unit)
              ? moved(new CreationFailed(build.number(), build.lastCard(), failure), orphan)
              : ignored();
      case CancelAsked(var by) -> moved(new Cancelled(by), new CancelTasks(by), orphan);
      case DownloadStarted _, WritingStarted _, CardVerified _, OfferEnded _ -> ignored();
      case ParcelShipped _ -> refused("There is nothing to ship yet: the image is being made.");
      case OfferProlonged _ -> refused("Nothing is offered yet: the image is being made.");
      case RetryAsked _ -> refused("Nothing has failed: the image is being made.");
    };
  }

  private static Transition<OrderState, OrderEffect> stored(
      OrderTerms terms, Build build, Image image, Instant now) {
    return switch (terms.medium()) {
      case PHYSICAL ->
          moved(
              new Producing(build.number(), image, Cards.after(build.lastCard(), terms.quantity())),
              ENSURE_TASKS);
      case VIRTUAL -> moved(new Offered(build.number(), image, now.plus(terms.offered())));
    };
  }

  private static Transition<OrderState, OrderEffect> onProducing(
      OrderTerms terms, Producing state, OrderEvent event) {
    var cards = state.cards();
    return switch (event) {
      case DownloadStarted(var card) -> advanced(state, card, CardStage.DOWNLOADING);
      case WritingStarted(var card) -> advanced(state, card, CardStage.WRITING);
      case CardVerified(var card, var product) when cards.isOpen(card) ->
          cards.media().contains(product.medium())
              ? settled(
                  terms, state, cards.with(card, CardStage.FAILED), countedTwice(product.medium()))
              : settled(terms, state, cards.good(card, product.medium()), unknown());
      case TaskDiscarded(var kind, var card, var failure)
          when kind == TaskKind.WRITE && cards.isOpen(card) ->
          settled(terms, state, cards.with(card, stageOf(failure)), failure);
      case CancelAsked(var by) ->
          moved(new Cancelled(by), new CancelTasks(by), new DeleteImage(state.image().name()));
      case TaskStarted _, ImageStored _, CardVerified _, TaskDiscarded _, OfferEnded _ -> ignored();
      case ParcelShipped _ -> refused("Not every card is verified yet.");
      case OfferProlonged _ -> refused(KEPT);
      case RetryAsked(var what, _) ->
          switch (what) {
            case FAILED_CARDS -> replaced(terms, state);
            case CREATE -> refused("The image is fine; cards are in work.");
            case ALL ->
                refused(
                    "Cards are still in work. Wait until they have ended, or retry"
                        + " 'failed_cards' now.");
          };
    };
  }

  /// New cards take over from those that failed while others are still in work.
  private static Transition<OrderState, OrderEffect> replaced(OrderTerms terms, Producing state) {
    var cards = state.cards();
    int missing = terms.quantity() - cards.count(CardStage.GOOD) - cards.open().size();
    return missing == 0
        ? refused("No card has failed that others have not taken over from already.")
        : moved(new Producing(state.build(), state.image(), cards.more(missing)), ENSURE_TASKS);
  }

  private static Transition<OrderState, OrderEffect> advanced(
      Producing state, int card, CardStage stage) {
    return state.cards().isBefore(card, stage)
        ? moved(new Producing(state.build(), state.image(), state.cards().with(card, stage)))
        : ignored();
  }

  /// One card more has ended, this way or that.
  private static Transition<OrderState, OrderEffect> settled(
      OrderTerms terms, Producing state, Cards cards, Failure failure) {
    if (!cards.open().isEmpty()) {
      return moved(new Producing(state.build(), state.image(), cards));
    }
    return cards.count(CardStage.GOOD) == terms.quantity()
        ? moved(new AwaitingShipment(state.build(), state.image(), cards))
        : moved(new CardsFailed(state.build(), state.image(), cards, failure));
  }

  private static Transition<OrderState, OrderEffect> onAwaitingShipment(
      AwaitingShipment state, OrderEvent event) {
    return switch (event) {
      case ParcelShipped(var details) ->
          moved(new Shipped(details), new DeleteImage(state.image().name()));
      case CancelAsked(var by) -> moved(new Cancelled(by), new DeleteImage(state.image().name()));
      case RetryAsked _ -> refused("Nothing has failed: every card is verified.");
      case OfferProlonged _ -> refused(KEPT);
      case TaskStarted _,
          ImageStored _,
          DownloadStarted _,
          WritingStarted _,
          CardVerified _,
          TaskDiscarded _,
          OfferEnded _ ->
          ignored();
    };
  }

  private static Transition<OrderState, OrderEffect> onOffered(Offered state, OrderEvent event) {
    return switch (event) {
      case OfferEnded(var at) ->
          at.isBefore(state.until())
              ? ignored()
              : moved(new Expired(), new DeleteImage(state.image().name()));
      case OfferProlonged(var until, _) -> prolonged(state, until);
      case CancelAsked(var by) -> moved(new Cancelled(by), new DeleteImage(state.image().name()));
      case ParcelShipped _ -> refused("This order is for an image only; there is no parcel.");
      case RetryAsked _ -> refused("Nothing has failed: the image is ready.");
      case TaskStarted _,
          ImageStored _,
          DownloadStarted _,
          WritingStarted _,
          CardVerified _,
          TaskDiscarded _ ->
          ignored();
    };
  }

  private static Transition<OrderState, OrderEffect> prolonged(Offered state, Instant until) {
    if (until.equals(state.until())) {
      return ignored();
    }
    return until.isAfter(state.until())
        ? moved(new Offered(state.build(), state.image(), until))
        : refused("The image is kept until " + state.until() + " already; cancel it to end that.");
  }

  private static Transition<OrderState, OrderEffect> onCreationFailed(
      CreationFailed state, OrderEvent event) {
    return switch (event) {
      case RetryAsked(var what, _) ->
          switch (what) {
            case CREATE, ALL ->
                moved(new AwaitingCreator(state.build() + 1, state.lastCard()), ENSURE_TASKS);
            case FAILED_CARDS ->
                refused("No card has failed, the image did: retry 'create' or 'all'.");
          };
      case CancelAsked(var by) -> moved(new Cancelled(by));
      case ParcelShipped _ -> refused("There is nothing to ship: the image could not be made.");
      case OfferProlonged _ -> refused("Nothing is offered: the image could not be made.");
      case TaskStarted _,
          ImageStored _,
          DownloadStarted _,
          WritingStarted _,
          CardVerified _,
          TaskDiscarded _,
          OfferEnded _ ->
          ignored();
    };
  }

  private static Transition<OrderState, OrderEffect> onCardsFailed(
      OrderTerms terms, CardsFailed state, OrderEvent event) {
    return switch (event) {
      case RetryAsked(var what, _) ->
          switch (what) {
            case FAILED_CARDS -> {
              int missing = terms.quantity() - state.cards().count(CardStage.GOOD);
              yield moved(
                  new Producing(state.build(), state.image(), state.cards().more(missing)),
                  ENSURE_TASKS);
            }
            case CREATE ->
                refused("The image is fine, cards failed: retry 'failed_cards' or 'all'.");
            case ALL ->
                moved(
                    new AwaitingCreator(state.build() + 1, state.cards().last()),
                    ENSURE_TASKS,
                    new DeleteImage(state.image().name()));
          };
      case CancelAsked(var by) -> moved(new Cancelled(by), new DeleteImage(state.image().name()));
      case ParcelShipped _ -> refused("Not every card is verified: retry the failed ones first.");
      case OfferProlonged _ -> refused(KEPT);
      case TaskStarted _,
          ImageStored _,
          DownloadStarted _,
          WritingStarted _,
          CardVerified _,
          TaskDiscarded _,
          OfferEnded _ ->
          ignored();
    };
  }

  private static Transition<OrderState, OrderEffect> onTerminal(
      OrderState state, OrderEvent event) {
    return switch (event) {
      case CancelAsked _ ->
          state instanceof Cancelled
              ? ignored()
              : refused("The order has ended: it is " + state.status() + ".");
      case ParcelShipped _ ->
          state instanceof Shipped
              ? ignored()
              : refused("The order has ended: it is " + state.status() + ".");
      case RetryAsked _, OfferProlonged _ ->
          refused("The order has ended: it is " + state.status() + ".");
      case TaskStarted _,
          ImageStored _,
          DownloadStarted _,
          WritingStarted _,
          CardVerified _,
          TaskDiscarded _,
          OfferEnded _ ->
          ignored();
    };
  }

  private static CardStage stageOf(Failure failure) {
    return failure.status() == Failure.Status.FAILED_TO_DOWNLOAD
        ? CardStage.FAILED_TO_DOWNLOAD
        : CardStage.FAILED;
  }

  private static Failure countedTwice(String medium) {
    return new Failure(
        Failure.Status.FAILED,
        "The card " + medium + " was counted for this order before. Retry with another card.");
  }

  /// Stands for the reason of earlier failures when the last card to end was a good one.
  private static Failure unknown() {
    return new Failure(Failure.Status.FAILED, "Some cards failed; each card's task says why.");
  }
}
