package org.cardshop.scheduler.http;

/// One thing that is wrong with what came in.
///
/// @param field its path, as in `client.email`; empty for the whole
/// @param sentence what is wrong and what to do
public record FieldProblem(String field, String sentence) {
  @Override
  public String toString() {
    return field.isEmpty() ? sentence : field + ": " + sentence;
  }
}
