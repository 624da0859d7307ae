package org.cardshop.scheduler.http;

import io.javalin.http.HandlerType;

/// The methods of HTTP that are used.
public enum Verb {
  GET(HandlerType.GET),
  POST(HandlerType.POST),
  PATCH(HandlerType.PATCH),
  DELETE(HandlerType.DELETE);

  private final HandlerType type;

  Verb(HandlerType type) {
    this.type = type;
  }

  HandlerType type() {
    return type;
  }
}
