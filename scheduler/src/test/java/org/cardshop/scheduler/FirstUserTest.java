package org.cardshop.scheduler;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FirstUserTest {
  @Test
  void anAdminWhoWasDeletedDoesNotComeBack() {
    try (var api = new Api()) {
      var boss =
          "{\"username\": \"boss\", \"password\": \"a good password\", \"role\": \"manager\"}";
      api.post(api.admin(), "/users/", boss);
      var token = api.login("boss", "a good password").text("/access_token");
      assertEquals(200, api.delete(token, "/users/admin").status());
      api.restart();
      assertEquals(401, api.login("admin", Api.ADMIN_PASSWORD).status());
      assertEquals(200, api.get(token, "/users/boss").status());
    }
  }
}
