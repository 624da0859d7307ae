package org.cardshop.core.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PermissionsTest {
  @ParameterizedTest
  @CsvSource(
      useHeadersInDisplayName = true,
      value = {
        "action,             manager, operator, client, creator, writer",
        "READ_ORDERS,        all,     all,      own,    none,    none",
        "CREATE_ORDERS,      all,     all,      own,    none,    none",
        "HANDLE_ORDERS,      all,     all,      none,   none,    none",
        "READ_TASKS,         all,     all,      none,   none,    none",
        "HANDLE_CARDS,       all,     all,      none,   none,    none",
        "READ_WORKERS,       all,     all,      none,   none,    none",
        "HANDLE_WORKERS,      all,     all,      none,   none,    none",
        "HANDLE_DEAD_LETTERS, all,     all,      none,   none,    none",
        "READ_SETUP,         all,     all,      none,   none,    none",
        "CHANGE_AUTO_IMAGES, all,     all,      none,   none,    none",
        "CHANGE_SETUP,       all,     none,     none,   none,    none",
        "FOLLOW_EVENTS,      all,     all,      own,    none,    none",
        "OWN_ACCOUNT,        all,     own,      own,    none,    none",
        "MANAGE_USERS,       all,     none,     none,   none,    none",
        "READ_AUDIT,         all,     none,     none,   none,    none",
        "READ_HEALTH,        all,     all,      all,    none,    none",
      })
  void eachRoleReachesWhatTheTableSays(
      Action action,
      String manager,
      String operator,
      String client,
      String creator,
      String writer) {
    assertEquals(manager, reach(Role.MANAGER, action));
    assertEquals(operator, reach(Role.OPERATOR, action));
    assertEquals(client, reach(Role.CLIENT, action));
    assertEquals(creator, reach(Role.CREATOR, action));
    assertEquals(writer, reach(Role.WRITER, action));
  }

  private static String reach(Role role, Action action) {
    return Permissions.of(role, action).name().toLowerCase(Locale.ROOT);
  }
}
