package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.core.worker.Cordon;
import org.cardshop.platform.messaging.Answerer;
import org.cardshop.platform.production.Production;
import org.cardshop.platform.storage.Workers;
import org.cardshop.platform.token.Tickets;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.Request;
import org.cardshop.platform.wire.RequestJson;

/// Answers claims and renewals, all that came together at once. Who gets a task is decided by one
/// compare-and-set on its row, so that any number of monitors may answer.
final class ClaimDesk implements Answerer<Request> {
  private final Workers workers;
  private final Claiming claiming;
  private final Renewing renewing;

  ClaimDesk(
      Production production,
      Monitoring.Books books,
      Tickets tickets,
      InstantSource clock,
      Duration lease) {
    workers = books.workers();
    var handout = new Handout(books.orders(), tickets, clock, lease);
    claiming = new Claiming(production, books.tasks(), handout, clock, lease);
    renewing = new Renewing(production, books.tasks(), handout, clock, lease);
  }

  @Override
  public Request read(String worker, String verb, byte[] body) {
    var request = RequestJson.readRequest(body);
    if (!request.worker().equals(worker) || !request.verb().equals(verb)) {
      throw new MalformedException(
          "'" + worker + "' asks in the name of '" + request.worker() + "'");
    }
    return request;
  }

  @Override
  public List<byte[]> answer(List<Request> requests) {
    var cordons = cordons(requests);
    var claimed = claiming.answer(of(Request.Claim.class, requests), cordons);
    var renewed = renewing.answer(of(Request.Renew.class, requests), cordons);
    return requests.stream()
        .map(request ->
            switch (request) {
              case Request.Claim claim -> claimed.get(claim);
              case Request.Renew renew -> renewed.get(renew);
            })
        .map(answer -> Json.bytes(RequestJson.write(answer)))
        .toList();
  }

  private static <R extends Request> List<R> of(Class<R> kind, List<Request> requests) {
    return requests.stream().filter(kind::isInstance).map(kind::cast).distinct().toList();
  }

  /// Asked anew each time: a message that tells of it may be lost.
  private Map<String, Cordon> cordons(List<Request> requests) {
    var names = requests.stream().map(Request::worker).distinct().toList();
    var cordons = new HashMap<String, Cordon>();
    for (var worker : workers.findAll(names)) {
      worker.cordon().ifPresent(cordon -> cordons.put(worker.name(), cordon));
    }
    return cordons;
  }
}
