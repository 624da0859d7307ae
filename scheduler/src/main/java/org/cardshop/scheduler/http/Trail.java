package org.cardshop.scheduler.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What is learned of a request while it is answered, for the audit.
final class Trail {
  /// No user name is longer, but what is typed in its place may be.
  private static final int LONGEST = 64;

  /// No name of a queue or exchange is longer; there may be two of them.
  private static final int LONGEST_OBJECT = 600;

  /// How a question was decided.
  ///
  /// @param status of HTTP
  /// @param reason why it was refused; empty when it was not
  record Decision(int status, String reason) {}

  private final String from;
  private final BooleanSupplier isAdmitted;
  private String object;
  private String by = "";
  private Optional<Decision> decision = Optional.empty();
  private Optional<ObjectNode> before = Optional.empty();
  private Optional<ObjectNode> after = Optional.empty();

  Trail(String from, String path, BooleanSupplier isAdmitted) {
    this.from = from;
    this.object = path;
    this.isAdmitted = isAdmitted;
  }

  void by(String username) {
    by = cut(username, LONGEST);
  }

  void object(String name) {
    object = cut(name, LONGEST_OBJECT);
  }

  void decided(int status, String reason) {
    decision = Optional.of(new Decision(status, reason));
  }

  void change(Optional<ObjectNode> was, Optional<ObjectNode> is) {
    before = was;
    after = is;
  }

  String from() {
    return from;
  }

  String by() {
    return by;
  }

  String object() {
    return object;
  }

  Optional<Decision> decision() {
    return decision;
  }

  Optional<ObjectNode> before() {
    return before;
  }

  Optional<ObjectNode> after() {
    return after;
  }

  boolean isStillAdmitted() {
    return isAdmitted.getAsBoolean();
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest) + "…";
  }
}
