package org.cardshop.embedded.broker;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.Subject;
import org.apache.qpid.server.exchange.ExchangeDefaults;
import org.apache.qpid.server.model.Exchange;
import org.apache.qpid.server.model.PermissionedObject;
import org.apache.qpid.server.model.Queue;
import org.apache.qpid.server.queue.QueueConsumer;
import org.apache.qpid.server.security.AccessControl;
import org.apache.qpid.server.security.Result;
import org.apache.qpid.server.security.SecurityToken;
import org.apache.qpid.server.security.access.Operation;
import org.cardshop.embedded.broker.Question.Kind;
import org.cardshop.embedded.broker.Question.Resource;
import org.cardshop.embedded.broker.Question.Topic;
import org.cardshop.embedded.broker.Question.Verb;
import org.jspecify.annotations.Nullable;

/// Turns what Qpid wants to do for somebody into the questions that RabbitMQ would ask. What is not
/// told here is denied.
final class RightsControl implements AccessControl<RightsControl.Token> {
  /// RabbitMQ's name of the exchange that has none.
  private static final String DEFAULT_EXCHANGE = "amq.default";

  /// Whom it is done for; empty for who did not log in.
  record Token(Optional<RightsPrincipal> user) implements SecurityToken {}

  @Override
  public Result getDefault() {
    return Result.DENIED;
  }

  @Override
  public Token newToken() {
    return newToken(Subject.current());
  }

  @Override
  public Token newToken(@Nullable Subject subject) {
    return new Token(RightsPrincipal.of(subject));
  }

  @Override
  public Result authorise(@Nullable Token token, Operation operation, PermissionedObject object) {
    return authorise(token, operation, object, Map.of());
  }

  @Override
  public Result authorise(
      @Nullable Token token,
      Operation operation,
      PermissionedObject object,
      Map<String, Object> arguments) {
    return (token == null ? newToken() : token)
            .user()
            .filter(u -> u.mayDoAll() || allows(u.rights(), operation, object, arguments))
            .isPresent()
        ? Result.ALLOWED
        : Result.DENIED;
  }

  private static boolean allows(
      Rights rights,
      Operation operation,
      PermissionedObject object,
      Map<String, Object> arguments) {
    var name = object.getName();
    var questions =
        switch (object.getCategoryClass().getSimpleName() + " " + operation.getName()) {
          case "VirtualHost connect" -> List.of(new Question.VirtualHost(name));
          case "Queue CREATE" -> declaration((Queue<?>) object);
          case "Queue DELETE" -> List.of(queue(Verb.CONFIGURE, name));
          case "Queue publish" -> List.of(queue(Verb.WRITE, name));
          case "Queue clearQueue" -> List.of(queue(Verb.READ, name));
          case "Consumer CREATE" ->
              List.of(queue(Verb.READ, ((QueueConsumer<?, ?>) object).getQueue().getName()));
          case "Exchange CREATE", "Exchange DELETE" -> List.of(exchange(Verb.CONFIGURE, name));
          case "Exchange publish" -> publication(object, arguments.get("routingKey"));
          case "Exchange unbind" -> binding(String.valueOf(arguments.get("destination")), name);
          default -> List.<Question>of();
        };
    return !questions.isEmpty() && questions.stream().allMatch(rights::allow);
  }

  /// To bind a queue, or to take it off.
  static List<Question> binding(String queue, String exchange) {
    return List.of(queue(Verb.WRITE, queue), exchange(Verb.READ, exchange));
  }

  private static List<Question> declaration(Queue<?> queue) {
    var questions = new ArrayList<Question>();
    questions.add(queue(Verb.CONFIGURE, queue.getName()));
    // What the queue gives up goes there: its owner publishes in this way.
    if (queue.getAlternateBinding() != null) {
      questions.add(queue(Verb.READ, queue.getName()));
      questions.add(exchange(Verb.WRITE, queue.getAlternateBinding().getDestination()));
    }
    return questions;
  }

  private static List<Question> publication(PermissionedObject object, @Nullable Object key) {
    var name = object.getName().isEmpty() ? DEFAULT_EXCHANGE : object.getName();
    var toExchange = exchange(Verb.WRITE, name);
    return object instanceof Exchange<?> exchange
            && exchange.getType().equals(ExchangeDefaults.TOPIC_EXCHANGE_CLASS)
        ? List.of(toExchange, new Topic(name, String.valueOf(key)))
        : List.of(toExchange);
  }

  private static Question queue(Verb verb, String name) {
    return new Resource(verb, Kind.QUEUE, name);
  }

  private static Question exchange(Verb verb, String name) {
    return new Resource(verb, Kind.EXCHANGE, name);
  }
}
