package org.cardshop.manager.web;

import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.identity.Role;

/// What every page, and every part of one, has beside its own content.
///
/// @param address of the page, path and query
/// @param token what every form must bring back; empty in a part that several people are shown
public record Frame(
    Texts texts,
    Optional<Reader> reader,
    Site site,
    String address,
    Optional<String> token,
    Optional<Notice> notice) {
  /// Who signed in and reads it.
  ///
  /// @param username empty in a part that several people of that role are shown
  public record Reader(String username, Role role) {}

  /// What is the same on all pages.
  public record Site(Assets assets, Navigation navigation) {}

  /// Of a part that is made once for all who may see it.
  public static Frame shared(Texts texts, Role role, Site site) {
    return new Frame(
        texts, Optional.of(new Reader("", role)), site, "", Optional.empty(), Optional.empty());
  }

  public String text(String key, Object... values) {
    return texts.of(key, values);
  }

  /// Whether it makes sense to offer something; the scheduler decides when it is done.
  public boolean may(Action action) {
    return reader.filter(r -> Permissions.of(r.role(), action) != Reach.NONE).isPresent();
  }

  /// What every form must bring back.
  ///
  /// @throws IllegalStateException in a shared part, whose buttons belong to the page's form `act`
  public String formToken() {
    return token.orElseThrow(
        () -> new IllegalStateException("a shared part has no forms: use <button form=\"act\">"));
  }

  public String asset(String name) {
    return site.assets().path(name);
  }

  public List<Navigation.Way> daily() {
    return reader.map(r -> site.navigation().daily(r.role())).orElse(List.of());
  }

  public List<Navigation.Way> setup() {
    return reader.map(r -> site.navigation().setup(r.role())).orElse(List.of());
  }

  public boolean isAt(Navigation.Way way) {
    return site.navigation().isAt(way, address);
  }
}
