package org.cardshop.core.identity;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a valid token says of its bearer.
public sealed interface Claims {
  /// The user whom the token was issued for.
  String username();

  /// From this instant on the token is void.
  Instant expires();

  /// A person or a machine that logged in.
  ///
  /// @param session the login that the token comes from; once it has ended the token is void
  /// @param channel the channel that the user works for
  record Access(
      String session, String userId, String username, Role role, String channel, Instant expires)
      implements Claims {}

  /// Leave to move one image, for one task and one grant of it, in one direction.
  ///
  /// @param task the task's id; empty for a deletion, which no task does
  /// @param epoch the grant; a newer one voids the ticket
  /// @param channel where the image is filed
  /// @param image the image's name
  /// @param bytes ceiling of what may be moved with the ticket; [#ANY_SIZE] when nobody knows one
  record Ticket(
      String username,
      String task,
      long epoch,
      Direction direction,
      String channel,
      String image,
      long bytes,
      Instant expires)
      implements Claims {
    /// More than any image has: what it will weigh is known only when it is built.
    public static final long ANY_SIZE = 1L << 42;
  }

  /// Which way a ticket lets bytes go.
  enum Direction {
    UPLOAD,
    DOWNLOAD,
    DELETE;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Direction> fromWire(String name) {
      return Arrays.stream(values()).filter(d -> d.wire().equals(name)).findFirst();
    }
  }
}
