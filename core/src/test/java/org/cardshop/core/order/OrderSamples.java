package org.cardshop.core.order;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.TreeMap;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;

/// An order for two cards, its image, and cards at several stages.
final class OrderSamples {
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final OrderTerms TWO_CARDS = terms(Medium.PHYSICAL, 2);
  static final OrderTerms IMAGE_ONLY = terms(Medium.VIRTUAL, 1);
  static final Product.Image IMAGE = new Product.Image("68a1", 4096, Sha256.of(new byte[1]));
  static final Failure BROKEN = new Failure(Failure.Status.FAILED_TO_WRITE, "The card is broken.");

  private OrderSamples() {}

  static OrderTerms terms(Medium medium, int quantity) {
    return new OrderTerms("68a1", medium, quantity, Duration.ofDays(7));
  }

  static Product.Card card(String medium) {
    return new Product.Card(medium, "A-01", 4096, 0);
  }

  /// Cards from number 1 on; those that are good lie on media named after their numbers.
  static Cards cards(CardStage... stages) {
    var byNumber = new TreeMap<Integer, CardStage>();
    var media = new TreeMap<Integer, String>();
    for (var stage : stages) {
      int number = byNumber.size() + 1;
      byNumber.put(number, stage);
      if (stage == CardStage.GOOD) {
        media.put(number, "medium-" + number);
      }
    }
    return new Cards(byNumber, Set.copyOf(media.values()));
  }

  static OrderState producing(CardStage... stages) {
    return new OrderState.Producing(1, IMAGE, cards(stages));
  }

  static OrderState cardsFailed(CardStage... stages) {
    return new OrderState.CardsFailed(1, IMAGE, cards(stages), BROKEN);
  }
}
