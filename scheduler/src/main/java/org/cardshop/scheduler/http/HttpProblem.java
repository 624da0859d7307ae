package org.cardshop.scheduler.http;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Ends a request with a sentence for the person who made it.
public final class HttpProblem extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient List<FieldProblem> fields;
  private final transient Optional<Duration> wait;

  private HttpProblem(
      int status, String sentence, List<FieldProblem> fields, Optional<Duration> wait) {
    super(sentence);
    this.status = status;
    this.fields = List.copyOf(fields);
    this.wait = wait;
  }

  private HttpProblem(int status, String sentence, List<FieldProblem> fields) {
    this(status, sentence, fields, Optional.empty());
  }

  /// The request is wrong in these fields.
  public static HttpProblem badRequest(List<FieldProblem> fields) {
    var all = fields.stream().map(FieldProblem::toString).collect(Collectors.joining(" "));
    return new HttpProblem(400, all, fields);
  }

  public static HttpProblem badRequest(String sentence) {
    return new HttpProblem(400, sentence, List.of());
  }

  public static HttpProblem unauthorized(String sentence) {
    return new HttpProblem(401, sentence, List.of());
  }

  public static HttpProblem forbidden(String sentence) {
    return new HttpProblem(403, sentence, List.of());
  }

  public static HttpProblem notFound(String sentence) {
    return new HttpProblem(404, sentence, List.of());
  }

  /// @param thing as in `order 68a1…`
  public static HttpProblem noSuch(String thing) {
    return notFound("There is no " + thing + ".");
  }

  public static HttpProblem conflict(String sentence) {
    return new HttpProblem(409, sentence, List.of());
  }

  public static HttpProblem unavailable(String sentence) {
    return new HttpProblem(503, sentence, List.of());
  }

  /// @param wait when to come again
  public static HttpProblem tooMany(String sentence, Duration wait) {
    return new HttpProblem(429, sentence, List.of(), Optional.of(wait));
  }

  static HttpProblem of(int status, String sentence) {
    return new HttpProblem(status, sentence, List.of());
  }

  public int status() {
    return status;
  }

  Optional<Duration> waitingTime() {
    return wait;
  }

  List<FieldProblem> fields() {
    return fields;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
