package org.cardshop.manager.order;

import java.util.List;
import org.cardshop.manager.web.Pages;

/// A page of orders.
///
/// @param status which ones only; empty for all
public record OrderList(List<OrderRow> rows, String status, Pages pages) {
  /// Orders on a page.
  static final int SIZE = 20;

  /// Every status that an order can be found in, in the order of its life (design §4).
  private static final List<String> STATUSES =
      List.of(
          "pending_creator",
          "creating",
          "pending_writer",
          "downloading",
          "writing",
          "pending_shipment",
          "shipped",
          "pending_expiry",
          "expired",
          "creation_failed",
          "download_failed",
          "write_failed",
          "canceled");

  public OrderList {
    rows = List.copyOf(rows);
  }

  public List<String> statuses() {
    return STATUSES;
  }
}
