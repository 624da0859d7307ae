package org.cardshop.warehouse.ftp;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How long visitors may take. Pure.
///
/// @param idle between two commands
/// @param stall for the next 4 KiB of a transfer
/// @param grace to end the command at hand when the token has run out meanwhile
public record Limits(Duration idle, Duration stall, Duration grace) {
  /// A peer that moves less than this is not at work; in bytes.
  static final int LEAST = 4096;

  /// From the connection to the login.
  static final Duration LOGIN = Duration.ofMinutes(1);

  /// What a session is at.
  sealed interface Presence {
    /// Nobody has logged in.
    record Stranger(Instant since) implements Presence {}

    /// @param since the last command ended
    record Idle(Instant expires, Instant since) implements Presence {}

    /// @param moves until when more bytes must have moved; empty while none are to
    record Busy(Instant expires, Optional<Instant> moves) implements Presence {}
  }

  /// What becomes of it.
  sealed interface Stay {
    record On() implements Stay {}

    /// Its transfer ends, the session may go on.
    record Cut(String why) implements Stay {}

    record Out(String why) implements Stay {}
  }

  Stay of(Presence presence, Instant now) {
    return switch (presence) {
      case Presence.Stranger(var since) when isOver(since.plus(LOGIN), now) ->
          new Stay.Out("nobody logged in");
      case Presence.Idle(var expires, _) when isOver(expires, now) ->
          new Stay.Out("the token has run out");
      case Presence.Idle(_, var since) when isOver(since.plus(idle), now) ->
          new Stay.Out("no command came for " + idle.toSeconds() + " s");
      case Presence.Busy(var expires, _) when isOver(expires.plus(grace), now) ->
          new Stay.Out(
              "the token ran out, and the command did not end within "
                  + grace.toSeconds()
                  + " s more");
      case Presence.Busy(_, var moves) when moves.filter(by -> isOver(by, now)).isPresent() ->
          new Stay.Cut("next to nothing moved for a while");
      case Presence _ -> new Stay.On();
    };
  }

  private static boolean isOver(Instant end, Instant now) {
    return !now.isBefore(end);
  }
}
