package org.cardshop.core.identity;

import static org.cardshop.core.identity.Permissions.Reach.ALL;
import static org.cardshop.core.identity.Permissions.Reach.NONE;
import static org.cardshop.core.identity.Permissions.Reach.OWN;

/// Who may do what: the one table of it.
public final class Permissions {
  /// How far a leave reaches.
  public enum Reach {
    NONE,
    /// What belongs to the asker.
    OWN,
    ALL
  }

  private Permissions() {}

  public static Reach of(Role role, Action action) {
    return switch (role) {
      case MANAGER -> ALL;
      case OPERATOR -> ofOperator(action);
      case CLIENT -> ofClient(action);
      // Machines log in and then speak with the message broker and the warehouse only.
      case CREATOR, WRITER -> NONE;
    };
  }

  private static Reach ofOperator(Action action) {
    return switch (action) {
      case READ_ORDERS,
          CREATE_ORDERS,
          HANDLE_ORDERS,
          READ_TASKS,
          HANDLE_CARDS,
          READ_WORKERS,
          HANDLE_WORKERS,
          HANDLE_DEAD_LETTERS,
          READ_SETUP,
          CHANGE_AUTO_IMAGES,
          FOLLOW_EVENTS,
          READ_HEALTH ->
          ALL;
      case OWN_ACCOUNT -> OWN;
      case CHANGE_SETUP, MANAGE_USERS, READ_AUDIT -> NONE;
    };
  }

  private static Reach ofClient(Action action) {
    return switch (action) {
      case READ_ORDERS, CREATE_ORDERS, FOLLOW_EVENTS, OWN_ACCOUNT -> OWN;
      case READ_HEALTH -> ALL;
      case HANDLE_ORDERS,
          READ_TASKS,
          HANDLE_CARDS,
          READ_WORKERS,
          HANDLE_WORKERS,
          HANDLE_DEAD_LETTERS,
          READ_SETUP,
          CHANGE_AUTO_IMAGES,
          CHANGE_SETUP,
          MANAGE_USERS,
          READ_AUDIT ->
          NONE;
    };
  }
}
