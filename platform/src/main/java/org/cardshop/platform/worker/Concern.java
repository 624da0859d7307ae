package org.cardshop.platform.worker;

import org.cardshop.platform.wire.Command;

/// What a command is to one hold.
public enum Concern {
  /// The grant is called off.
  STOP,
  /// The work at hand waits for such words.
  HEAR,
  NOTHING;

  /// @param task of the hold
  /// @param epoch of the hold; what calls a newer grant off calls it off, too
  public static Concern of(Command command, String task, long epoch) {
    return switch (command) {
      case Command.Cancel c -> c.task().equals(task) && epoch <= c.epoch() ? STOP : NOTHING;
      case Command.CardConfirmed c -> c.task().equals(task) ? HEAR : NOTHING;
      case Command.BadCard c -> c.task().equals(task) ? HEAR : NOTHING;
      case Command.Drain _, Command.Prefetch _ -> NOTHING;
    };
  }
}
