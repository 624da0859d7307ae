package org.cardshop.scheduler.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.cardshop.core.identity.Action;
import org.cardshop.platform.messaging.DeadLetters;
import org.cardshop.platform.messaging.DeadLetters.Found;
import org.cardshop.platform.messaging.UnroutableException;
import org.cardshop.platform.wire.Json;
import org.cardshop.scheduler.http.HttpProblem;
import org.cardshop.scheduler.http.Request;
import org.cardshop.scheduler.http.Route;
import org.cardshop.scheduler.http.Verb;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The dead letters. Their queue is the truth: each call looks through it anew.
public record DeadLetterRoutes(DeadLetters letters) {
  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterRoutes.class);

  public List<Route> routes() {
    return List.of(
        Route.list(
            "/dead-letters",
            Action.HANDLE_DEAD_LETTERS,
            "Lists messages that could not be handled, oldest first, among the first "
                + DeadLetters.BOUND
                + " that lie there.",
            this::list),
        Route.of(
            Verb.GET,
            "/dead-letters/{id}",
            Action.HANDLE_DEAD_LETTERS,
            "Shows a dead letter with the whole message.",
            this::show),
        Route.of(
            Verb.POST,
            "/dead-letters/{id}/redrive",
            Action.HANDLE_DEAD_LETTERS,
            "Sends the message again to where it came from and removes its letter.",
            this::redrive),
        Route.of(
            Verb.DELETE,
            "/dead-letters/{id}",
            Action.HANDLE_DEAD_LETTERS,
            "Removes a dead letter for good.",
            this::delete));
  }

  private void list(Request request) {
    var look = letters.look();
    var json = Json.object();
    json.putObject("meta")
        .put("skip", request.skip())
        .put("limit", request.limit())
        .put("count", look.letters().size())
        .put("bound", DeadLetters.BOUND)
        .put("beyond", look.beyond());
    var items = json.putArray("items");
    look.letters().stream()
        .skip(request.skip())
        .limit(request.limit())
        .forEach(f -> items.add(view(f)));
    request.answer(json);
  }

  private void show(Request request) {
    var id = request.path("id");
    var found =
        letters.look().letters().stream()
            .filter(f -> f.id().equals(id))
            .findFirst()
            .orElseThrow(() -> noSuch(id));
    request.answer(withBody(view(found), found.letter().body()));
  }

  private void redrive(Request request) {
    var id = request.path("id");
    try {
      if (!letters.redrive(id)) {
        throw noSuch(id);
      }
    } catch (UnroutableException e) {
      throw HttpProblem.conflict(
          "The message can be sent nowhere ("
              + e.getMessage()
              + "). It stays among the dead letters; delete it when nobody needs it.");
    }
    LOG.info("{} sent the dead letter {} again", request.by(), id);
    request.changed(id);
  }

  private void delete(Request request) {
    var id = request.path("id");
    if (!letters.remove(id)) {
      throw noSuch(id);
    }
    LOG.info("{} removed the dead letter {}", request.by(), id);
    request.changed(id);
  }

  private static HttpProblem noSuch(String id) {
    return HttpProblem.noSuch(
        "dead letter " + id + " among the first " + DeadLetters.BOUND + "; list them anew");
  }

  private static ObjectNode view(Found found) {
    var letter = found.letter();
    return Json.object()
        .put("_id", found.id())
        .put("queue", letter.queue())
        .put("exchange", letter.exchange())
        .put("routing_key", letter.routingKey())
        .put("reason", letter.reason())
        .put("size", letter.body().length)
        .put("copies", found.copies());
  }

  private static ObjectNode withBody(ObjectNode json, byte[] body) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
      return json.put("encoding", "utf-8").put("body", text);
    } catch (CharacterCodingException e) {
      return json.put("encoding", "base64").put("body", Base64.getEncoder().encodeToString(body));
    }
  }
}
