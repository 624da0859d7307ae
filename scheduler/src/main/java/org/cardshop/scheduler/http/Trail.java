package org.cardshop.scheduler.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What is learned of a request while it is answered, for the audit.
final class Trail {
  private final String from;
  private final BooleanSupplier isAdmitted;
  private String by = "";
  private Optional<ObjectNode> before = Optional.empty();
  private Optional<ObjectNode> after = Optional.empty();

  Trail(String from, BooleanSupplier isAdmitted) {
    this.from = from;
    this.isAdmitted = isAdmitted;
  }

  void by(String username) {
    by = username;
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
