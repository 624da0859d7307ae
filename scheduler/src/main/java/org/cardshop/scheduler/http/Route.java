package org.cardshop.scheduler.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;

/// One thing that the API does, with all that its description needs.
///
/// @param path with `{names}` for what varies
/// @param needs what the caller must have leave for; empty when anybody may call
/// @param summary one sentence
/// @param query names of the parameters in the query
/// @param example a body as JSON; empty when none is read
/// @param changes whether it changes anything, so that it is audited
public record Route(
    Verb verb,
    String path,
    Optional<Action> needs,
    String summary,
    List<String> query,
    String example,
    boolean changes,
    Handler handler) {
  /// Answers one request.
  public interface Handler {
    void answer(Request request);
  }

  public Route {
    query = List.copyOf(query);
  }

  public static Route of(Verb verb, String path, Action needs, String summary, Handler handler) {
    return new Route(
        verb, path, Optional.of(needs), summary, List.of(), "", verb != Verb.GET, handler);
  }

  /// One that anybody may call.
  public static Route open(Verb verb, String path, String summary, Handler handler) {
    return new Route(
        verb, path, Optional.empty(), summary, List.of(), "", verb != Verb.GET, handler);
  }

  /// One that lists, a page at a time.
  public static Route list(String path, Action needs, String summary, Handler handler) {
    return of(Verb.GET, path, needs, summary, handler).query("skip", "limit");
  }

  public Route query(String... names) {
    var all = new ArrayList<>(query);
    all.addAll(List.of(names));
    return new Route(verb, path, needs, summary, all, example, changes, handler);
  }

  public Route body(String newExample) {
    return new Route(verb, path, needs, summary, query, newExample, changes, handler);
  }

  /// Although it is a POST.
  public Route changesNothing() {
    return new Route(verb, path, needs, summary, query, example, false, handler);
  }
}
