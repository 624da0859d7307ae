package org.cardshop.platform.messaging;

import java.util.ArrayList;
import java.util.List;

/// Handles what comes out of one queue, all that has arrived at once, up to a bound.
@FunctionalInterface
public interface BatchHandler {
  /// An exception sends the messages here again, one by one; for one alone it counts as for a
  /// [Handler].
  ///
  /// @return a verdict for each, in their order
  List<Verdict> handle(List<Delivery> deliveries) throws Exception;

  /// Handles each by itself.
  static BatchHandler oneByOne(Handler handler) {
    return deliveries -> {
      var verdicts = new ArrayList<Verdict>();
      for (var delivery : deliveries) {
        verdicts.add(handler.handle(delivery));
      }
      return verdicts;
    };
  }
}
