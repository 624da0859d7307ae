package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.cardshop.warehouse.ftp.Limits.Presence;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a visitor is at. The thread that carries out their command notes it, the patrol looks.
final class Activity {
  private static final Logger LOG = LoggerFactory.getLogger(Activity.class);

  /// Of the command that this thread carries out.
  private static final ThreadLocal<Activity> CURRENT = new ThreadLocal<>();

  private final Instant expires;
  private final InstantSource clock;
  private Instant idleSince;
  private boolean isBusy;
  private @Nullable Duration patience;
  private Instant movesBy;
  private long moved;
  private @Nullable Socket line;
  private @Nullable String whyCut;

  /// @param expires when the visitor's token runs out
  Activity(Instant expires, InstantSource clock) {
    this.expires = expires;
    this.clock = clock;
    this.idleSince = clock.instant();
    this.movesBy = idleSince;
  }

  /// A socket was accepted on this thread that TLS will go over. Only closing it, and not what goes
  /// over it, ends a transfer at once: TLS waits for a write that nobody takes.
  static void accepted(Socket socket) {
    var current = CURRENT.get();
    if (current != null) {
      current.goesOver(socket);
    }
  }

  boolean isExpired() {
    return !clock.instant().isBefore(expires);
  }

  synchronized void begins() {
    CURRENT.set(this);
    isBusy = true;
    whyCut = null;
  }

  synchronized void ends() {
    CURRENT.remove();
    rests();
    isBusy = false;
    line = null;
    idleSince = clock.instant();
  }

  /// From now on bytes must move.
  ///
  /// @param within time for each [Limits#LEAST] of them
  synchronized void moves(Duration within) {
    patience = within;
    moved = 0;
    movesBy = clock.instant().plus(within);
  }

  synchronized void moved(long bytes) {
    moved += bytes;
    if (patience != null && moved >= Limits.LEAST) {
      moves(patience);
    }
  }

  /// All bytes have moved; what is done with them may take its time.
  synchronized void rests() {
    patience = null;
  }

  synchronized Presence presence() {
    return isBusy
        ? new Presence.Busy(expires, patience == null ? Optional.empty() : Optional.of(movesBy))
        : new Presence.Idle(expires, idleSince);
  }

  /// Ends the transfer at hand.
  synchronized void cut(String why) {
    whyCut = why;
    rests();
    closeLine();
  }

  /// Why the transfer at hand was ended from here, if it was.
  synchronized Optional<String> whyCut() {
    return Optional.ofNullable(whyCut);
  }

  private synchronized void goesOver(Socket socket) {
    line = socket;
    if (whyCut != null) {
      closeLine();
    }
  }

  private void closeLine() {
    try {
      if (line != null) {
        line.close();
      }
    } catch (IOException e) {
      LOG.debug("a data connection cannot be closed", e);
    }
  }
}
