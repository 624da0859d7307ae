package org.cardshop.manager.order;

import java.util.List;

/// A page of orders.
///
/// @param status which ones only; empty for all
/// @param page counts from 1
/// @param count of all that fit
public record OrderList(List<OrderRow> rows, String status, int page, long count) {
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

  public long pages() {
    return Math.max(1, (count + SIZE - 1) / SIZE);
  }

  public boolean hasEarlier() {
    return page > 1;
  }

  public boolean hasLater() {
    return page < pages();
  }

  public String link(int toPage) {
    return "/orders?status=" + status + "&page=" + toPage;
  }
}
