package org.cardshop.simulation;

import org.cardshop.platform.messaging.Handler;
import org.cardshop.platform.production.Outside;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Runs;
import org.cardshop.platform.storage.Tasks;

/// The rules that a simulated factory keeps. Tests break one of them, to show that it is missed.
interface Rules {
  /// All of them, as in production.
  Rules ALL = new Rules() {};

  default Wire wire(Kernel kernel) {
    return new Wire(kernel, false);
  }

  default Handler facts(Handler handler, Books books) {
    return handler;
  }

  /// @param seen as a beat sees it
  /// @param shelf behind it
  default Runs runs(Runs seen, RunShelf shelf) {
    return seen;
  }

  default Production production(
      Production plain, Orders orders, Tasks tasks, Outside outside, Host host) {
    return plain;
  }
}
