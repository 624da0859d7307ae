package org.cardshop.core.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a worker may do at the message broker (design §5): read its channel's work and its own
/// commands, have reply queues of its own, and write under its own name. Everything else is denied,
/// and so is everyone who is no worker: the server's processes are users of the broker's own.
///
/// @param username the worker's
/// @param channel whose work it does
public record BrokerRights(String username, Role role, String channel) {
  public static final String VIRTUAL_HOST = "cardshop";

  private static final Set<String> WRITABLE =
      Set.of("cardshop.facts", "cardshop.progress", "cardshop.requests");

  /// What the broker asks leave for.
  public enum Resource {
    QUEUE,
    EXCHANGE,
    TOPIC;

    public static Optional<Resource> fromWire(String name) {
      return Arrays.stream(values())
          .filter(r -> r.name().toLowerCase(Locale.ROOT).equals(name))
          .findFirst();
    }
  }

  /// What shall be done to it.
  public enum Verb {
    CONFIGURE,
    WRITE,
    READ;

    public static Optional<Verb> fromWire(String name) {
      return Arrays.stream(values())
          .filter(v -> v.name().toLowerCase(Locale.ROOT).equals(name))
          .findFirst();
    }
  }

  public boolean mayLogIn() {
    return role.isWorker();
  }

  public boolean mayEnter(String virtualHost) {
    return role.isWorker() && virtualHost.equals(VIRTUAL_HOST);
  }

  public boolean may(Verb verb, Resource resource, String name) {
    if (!role.isWorker()) {
      return false;
    }
    return switch (resource) {
      case QUEUE ->
          switch (verb) {
            case READ -> isOwnReplies(name) || name.equals(commands()) || name.equals(work());
            case CONFIGURE -> isOwnReplies(name);
            case WRITE -> false;
          };
      case EXCHANGE, TOPIC -> verb == Verb.WRITE && WRITABLE.contains(name);
    };
  }

  /// Whether a message may be published with this routing key.
  public boolean mayRoute(Verb verb, String exchange, String routingKey) {
    return may(verb, Resource.TOPIC, exchange) && isOwnWord(routingKey, username + ".");
  }

  private boolean isOwnReplies(String queue) {
    return isOwnWord(queue, "replies." + username + ".");
  }

  private String commands() {
    return "commands." + username;
  }

  private String work() {
    return "work." + (role == Role.CREATOR ? "create" : "write") + "." + channel;
  }

  /// The prefix and one word more.
  private static boolean isOwnWord(String name, String prefix) {
    return name.startsWith(prefix)
        && name.length() > prefix.length()
        && name.indexOf('.', prefix.length()) < 0;
  }
}
