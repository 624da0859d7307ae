package org.cardshop.manager.live;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.cardshop.platform.scheduler.EventStream.Event;
import org.cardshop.platform.scheduler.SignedInClient;

/// What a page shows live, made of tiles. One is made for all who look at the same thing with the
/// same role and language; one thread at a time uses it, so that it may keep what it knows.
public interface Board {
  /// What an event does to it.
  enum Effect {
    NOTHING,
    /// The tiles may differ: the board took what it needs from the event.
    TILES,
    /// The board must read again.
    READ
  }

  /// Reads how things are: at first, when somebody joins, and whenever events may have been missed.
  ///
  /// @param scheduler in the name of one of those who look
  /// @throws IOException when the scheduler says no or cannot be reached; what was known stays
  void read(SignedInClient scheduler) throws IOException, InterruptedException;

  /// Hears of a change, in its state after it. One that is not of this board has no effect.
  Effect changed(Event event);

  /// All tiles as they are now, in the order of the page.
  List<Tile> tiles();

  /// How old what was read may get, for whatever no event tells of.
  default Duration every() {
    return Duration.ofSeconds(15);
  }
}
