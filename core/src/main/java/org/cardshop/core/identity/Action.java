package org.cardshop.core.identity;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What someone may want to do, as far as leave for it differs between roles. Names on the wire, as
/// scopes of API tokens, are in lower case.
public enum Action {
  READ_ORDERS,
  CREATE_ORDERS,
  /// Ship, cancel, retry, anonymize, delete.
  HANDLE_ORDERS,
  READ_TASKS,
  /// Confirm a card, call it bad, skip a slot.
  HANDLE_CARDS,
  READ_WORKERS,
  /// Cordon, uncordon, drain.
  HANDLE_WORKERS,
  /// See what could not be handled, send it again, throw it away.
  HANDLE_DEAD_LETTERS,
  /// Channels, warehouses, media, auto-images and schedules as they are set up.
  READ_SETUP,
  CHANGE_AUTO_IMAGES,
  CHANGE_SETUP,
  FOLLOW_EVENTS,
  /// See one's own user and change one's own password.
  OWN_ACCOUNT,
  /// See whether the factory works and keeps up.
  READ_HEALTH,
  MANAGE_USERS,
  /// See who did, or was refused, what.
  READ_AUDIT;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Action> fromWire(String name) {
    return Arrays.stream(values()).filter(a -> a.wire().equals(name)).findFirst();
  }
}
