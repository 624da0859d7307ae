package org.cardshop.manager.order;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.manager.web.Pages;

/// A page of orders.
///
/// @param filter which ones only
/// @param views lists that people often want: the key of its name, and its address
/// @param saved lists that whoever looks gave a name
/// @param problem why there are none, when the filter was refused
public record OrderList(
    List<OrderRow> rows,
    OrderFilter filter,
    Map<String, String> views,
    List<SavedViews.View> saved,
    Pages pages,
    Optional<String> problem) {
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
    views = new LinkedHashMap<>(views);
    saved = List.copyOf(saved);
  }

  /// What is shown now, if it has a name.
  public Optional<SavedViews.View> shown() {
    return saved.stream().filter(v -> v.filter().equals(filter)).findFirst();
  }

  /// What is sent for each status, and its word; the first is for all.
  public Map<String, String> statuses(String all) {
    var options = new LinkedHashMap<String, String>();
    options.put("", all);
    STATUSES.forEach(status -> options.put(status, status));
    return options;
  }
}
