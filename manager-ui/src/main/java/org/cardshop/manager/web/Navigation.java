package org.cardshop.manager.web;

import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.identity.Role;

/// The ways to the areas of the manager: those that are there, and that their reader may use.
///
/// @param pages the paths of all pages
public record Navigation(Set<String> pages) {
  /// A way to a page.
  ///
  /// @param key of the text that names it
  /// @param needs what makes it worth going there
  /// @param isSetup whether it belongs to what is set up once
  public record Way(String path, String key, Action needs, boolean isSetup) {}

  private static final List<Way> ALL =
      List.of(
          new Way("/orders", "nav.orders", Action.READ_ORDERS, false),
          new Way("/orders/new", "nav.new_order", Action.CREATE_ORDERS, false),
          new Way("/bench", "nav.bench", Action.HANDLE_CARDS, false),
          new Way("/fleet", "nav.fleet", Action.READ_WORKERS, false),
          new Way("/images", "nav.images", Action.READ_SETUP, false),
          new Way("/health/factory", "nav.health", Action.OWN_ACCOUNT, false),
          new Way("/setup/schedules", "nav.schedules", Action.READ_SETUP, true),
          new Way("/setup/channels", "nav.channels", Action.READ_SETUP, true),
          new Way("/setup/warehouses", "nav.warehouses", Action.READ_SETUP, true),
          new Way("/setup/media", "nav.media", Action.READ_SETUP, true),
          new Way("/setup/auto-images", "nav.auto_images", Action.READ_SETUP, true),
          new Way("/setup/users", "nav.users", Action.MANAGE_USERS, true),
          new Way("/setup/audit", "nav.audit", Action.READ_AUDIT, true));

  public Navigation {
    pages = Set.copyOf(pages);
  }

  public List<Way> daily(Role role) {
    return ways(role, false);
  }

  public List<Way> setup(Role role) {
    return ways(role, true);
  }

  /// Whether a page with this address belongs to it, and to no other way more closely.
  public boolean isAt(Way way, String address) {
    return ALL.stream()
        .filter(w -> isWithin(address, w.path()))
        .max(Comparator.comparingInt(w -> w.path().length()))
        .filter(way::equals)
        .isPresent();
  }

  private static boolean isWithin(String address, String path) {
    return address.startsWith(path) && !address.substring(path.length()).matches("[^/?].*");
  }

  private List<Way> ways(Role role, boolean isSetup) {
    return ALL.stream()
        .filter(w -> w.isSetup() == isSetup && pages.contains(w.path()))
        .filter(w -> Permissions.of(role, w.needs()) != Reach.NONE)
        .toList();
  }
}
