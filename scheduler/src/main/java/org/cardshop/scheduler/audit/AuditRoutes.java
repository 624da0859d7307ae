package org.cardshop.scheduler.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.storage.AuditStore;
import org.cardshop.platform.storage.AuditStore.Link;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;

/// Who did, or was refused, what.
public final class AuditRoutes {
  private static final String[] FILTERS = {"by", "from", "what", "object"};

  private final AuditStore audit;

  public AuditRoutes(AuditStore audit) {
    this.audit = audit;
  }

  public List<Route> routes() {
    return List.of(
        Route.list("/audit", Action.READ_AUDIT, "Lists the audit, newest first.", this::list)
            .query(FILTERS)
            .query("status", "since", "until"),
        Route.of(
            Verb.GET,
            "/audit/verification",
            Action.READ_AUDIT,
            "Walks the chain of the whole audit and says where it is broken.",
            this::verify));
  }

  private void list(Request request) {
    var filter = new HashMap<String, Object>(request.filter(FILTERS));
    request.query("status").ifPresent(text -> filter.put("status", status(text)));
    var page =
        audit.page(
            filter,
            request.moment("since"),
            request.moment("until"),
            request.skip(),
            request.limit());
    request.list(page, AuditRoutes::view);
  }

  private void verify(Request request) {
    var verdict = audit.verify();
    request.answer(
        Json.object()
            .put("sound", verdict.wrong().isEmpty())
            .put("entries", verdict.length())
            .put("hash", verdict.hash())
            .put("problem", verdict.wrong().orElse("")));
  }

  private static int status(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw HttpProblem.badRequest("The parameter 'status' must be a number, like 403.");
    }
  }

  private static ObjectNode view(Link link) {
    var entry = link.entry();
    var json =
        Json.object()
            .put("_id", link.number())
            .put("at", entry.at().toString())
            .put("by", entry.by())
            .put("from", entry.from())
            .put("what", entry.what())
            .put("object", entry.object())
            .put("status", entry.status())
            .put("reason", entry.reason());
    set(json, "before", entry.before());
    set(json, "after", entry.after());
    return json.put("hash", link.hash());
  }

  private static void set(ObjectNode json, String name, Optional<ObjectNode> thing) {
    thing.ifPresentOrElse(t -> json.set(name, t), () -> json.putNull(name));
  }
}
