package org.cardshop.manager.web;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.cardshop.core.identity.Role;
import org.cardshop.manager.web.Navigation.Way;
import org.junit.jupiter.api.Test;

class NavigationTest {
  private final Navigation navigation =
      new Navigation(Set.of("/orders", "/orders/new", "/bench", "/setup/media", "/setup/users"));

  @Test
  void onlyPagesThatAreThereAndThatOneMayUseAreOffered() {
    assertEquals(
        List.of("/orders", "/orders/new", "/bench"), paths(navigation.daily(Role.OPERATOR)));
    assertEquals(List.of("/orders", "/orders/new"), paths(navigation.daily(Role.CLIENT)));
    assertEquals(List.of("/setup/media", "/setup/users"), paths(navigation.setup(Role.MANAGER)));
    assertEquals(List.of("/setup/media"), paths(navigation.setup(Role.OPERATOR)));
    assertEquals(List.of(), navigation.setup(Role.CLIENT));
  }

  @Test
  void aPageBelongsToTheClosestWay() {
    assertEquals(List.of("/orders"), at("/orders?status=x"));
    assertEquals(List.of("/orders"), at("/orders/0123"));
    assertEquals(List.of("/orders/new"), at("/orders/new"));
    assertEquals(List.of(), at("/ordersome"));
    assertEquals(List.of(), at("/account"));
  }

  private List<String> at(String address) {
    return paths(
        navigation.daily(Role.MANAGER).stream().filter(w -> navigation.isAt(w, address)).toList());
  }

  private static List<String> paths(List<Way> ways) {
    return ways.stream().map(Way::path).toList();
  }
}
