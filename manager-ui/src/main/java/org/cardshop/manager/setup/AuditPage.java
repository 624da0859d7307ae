package org.cardshop.manager.setup;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;
import org.cardshop.platform.wire.Fields;

/// A page of the audit.
///
/// @param filter which entries only
/// @param problem why there are none, when the filter was refused
public record AuditPage(List<Line> lines, Form filter, Pages pages, Optional<String> problem) {
  /// Something that was done, or refused.
  ///
  /// @param number counts from the first entry that there ever was
  /// @param from which address
  /// @param what the call
  /// @param object whom or what it was about; empty for nothing in particular
  /// @param status what was answered; 0 when nothing was, and nobody knows
  /// @param before what it was, as JSON; empty when it was not there
  /// @param after what it is
  public record Line(
      long number,
      Instant at,
      String by,
      String from,
      String what,
      String object,
      int status,
      String reason,
      Optional<String> before,
      Optional<String> after) {
    private static final int REFUSED = 400;
    private static final int FAILED = 500;

    static Line of(Fields entry) {
      return new Line(
          entry.whole("_id"),
          entry.instant("at"),
          entry.text("by"),
          entry.text("from"),
          entry.text("what"),
          entry.text("object"),
          entry.smallWhole("status"),
          entry.text("reason"),
          entry.optionalFields("before").map(Fields::object).map(ObjectNode::toPrettyString),
          entry.optionalFields("after").map(Fields::object).map(ObjectNode::toPrettyString));
    }

    /// What came of it: `done`, `refused` or `unknown`.
    public String outcome() {
      if (status == 0 || status >= FAILED) {
        return "unknown";
      }
      return status < REFUSED ? "done" : "refused";
    }

    /// The colour and icon of the outcome.
    public String colour() {
      return switch (outcome()) {
        case "done" -> "good";
        case "refused" -> "warn";
        default -> "bad";
      };
    }
  }

  public AuditPage {
    lines = List.copyOf(lines);
  }
}
