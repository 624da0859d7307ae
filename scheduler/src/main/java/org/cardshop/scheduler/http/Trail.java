package org.cardshop.scheduler.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What is learned of a request while it is answered, for the audit.
final class Trail {
  /// No user name is longer, but what is typed in its place may be.
  private static final int LONGEST = 64;

  private final String from;
  private final BooleanSupplier isAdmitted;
  private String by = "";
  private Optional<String> made = Optional.empty();
  private Optional<ObjectNode> before = Optional.empty();
  private Optional<ObjectNode> after = Optional.empty();

  Trail(String from, BooleanSupplier isAdmitted) {
    this.from = from;
    this.isAdmitted = isAdmitted;
  }

  void by(String username) {
    by = username.length() <= LONGEST ? username : username.substring(0, LONGEST) + "…";
  }

  void change(Optional<ObjectNode> was, Optional<ObjectNode> is) {
    before = was;
    after = is;
  }

  void made(String object) {
    made = Optional.of(object);
  }

  String from() {
    return from;
  }

  String by() {
    return by;
  }

  /// What the request brought into being.
  Optional<String> made() {
    return made;
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
}
