package org.cardshop.platform.warehouse;

import java.io.IOException;

/// The warehouse did not do what it was asked for. The type tells whether to try again.
public abstract sealed class WarehouseException extends IOException {
  private static final long serialVersionUID = 1L;

  private WarehouseException(String sentence) {
    super(sentence);
  }

  private WarehouseException(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  /// Transient: the connection was lost, the token has run out, or the warehouse is busy, full or
  /// cannot reach the scheduler (4xx). Connect again, with the newest token, and repeat; cut
  /// transfers go on where they ended.
  public static sealed class Unavailable extends WarehouseException {
    private static final long serialVersionUID = 1L;

    public Unavailable(String sentence) {
      super(sentence);
    }

    public Unavailable(String sentence, Throwable cause) {
      super(sentence, cause);
    }
  }

  /// The warehouse has no room (452). It is the same until somebody makes some.
  public static final class Full extends Unavailable {
    private static final long serialVersionUID = 1L;

    public Full(String sentence) {
      super(sentence);
    }
  }

  /// Permanent: the warehouse said no (5xx). The same again will be refused again, unless it comes
  /// with another ticket.
  public static final class Refused extends WarehouseException {
    private static final long serialVersionUID = 1L;

    public Refused(String sentence) {
      super(sentence);
    }
  }
}
