package org.cardshop.warehouse.store;

import java.io.IOException;

/// What a visitor is told instead of getting their wish: an FTP reply code (RFC 959 §4.2; 4xx: try
/// again, 5xx: do not) and a sentence that says what to do.
public final class Refusal extends IOException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public Refusal(int code, String sentence) {
    super(sentence);
    this.code = code;
  }

  public Refusal(int code, String sentence, Throwable cause) {
    super(sentence, cause);
    this.code = code;
  }

  public int code() {
    return code;
  }

  public String sentence() {
    return String.valueOf(getMessage());
  }
}
