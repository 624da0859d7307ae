package org.cardshop.scheduler.http;

/// The methods of HTTP that are used.
public enum Verb {
  GET,
  POST,
  PATCH,
  DELETE
}
