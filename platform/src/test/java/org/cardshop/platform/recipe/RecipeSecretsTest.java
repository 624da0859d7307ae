package org.cardshop.platform.recipe;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

class RecipeSecretsTest {
  private static final String RECIPE =
      """
      {"base": {"source": "https://me:hidden1@example.org/base.img.xz"},
       "files": [{"url": "https://example.org/a?b=c:d@e", "to": "/data/a"}],
       "offspot": {"wifi": {"ssid": "School", "passphrase": "hidden2"},
                   "admin": {"username": "admin", "PassWord": "hidden3"},
                   "token": 12345678, "api_key": "",
                   "services": [{"environment": {"ADMIN_PASSWORD": "hidden4", "PORT": "80"}},
                                {"environment": ["DB_SECRET=hidden5", "PORT=80"]}],
                   "secrets": ["plain"], "secret": ["hidden6"]}}\
      """;

  @Test
  void secretsAreKnownByTheirNamesAndPlaces() {
    var recipe = Json.parseObject(RECIPE.getBytes(StandardCharsets.UTF_8));
    assertEquals(
        List.of(
            "https://me:hidden1@example.org/base.img.xz",
            "hidden2",
            "hidden3",
            "12345678",
            "hidden4",
            "DB_SECRET=hidden5",
            "hidden6"),
        RecipeSecrets.of(recipe));
  }

  /// The name that told it stands in the value itself, and is hidden with it.
  @Test
  void aHiddenSecretIsStillKnownForOne() {
    var recipe = Json.parseObject(RECIPE.getBytes(StandardCharsets.UTF_8));
    int count = RecipeSecrets.of(recipe).size();
    assertEquals(count, RecipeSecrets.of(RecipeSecrets.masked(recipe)).size());
    var sealed = TextNode.valueOf("sealed:00c0ffee:AbC-_9");
    assertEquals(count, RecipeSecrets.of(RecipeSecrets.mapped(recipe, _ -> sealed)).size());
  }

  @Test
  void onlyAddressesLoseTheirLogins() {
    var recipe = Json.parseObject(RECIPE.getBytes(StandardCharsets.UTF_8));
    var open = Json.parseObject(RECIPE.replace("me:hidden1@", "").getBytes(StandardCharsets.UTF_8));
    assertEquals(open, RecipeSecrets.withoutLogins(recipe));
  }

  @Test
  void nothingElseIsTouched() {
    var recipe = Json.parseObject(RECIPE.getBytes(StandardCharsets.UTF_8));
    assertEquals(recipe, RecipeSecrets.mapped(recipe, secret -> secret));
    var masked = Json.text(RecipeSecrets.masked(recipe));
    assertEquals(-1, masked.indexOf("hidden"));
    assertEquals(
        RECIPE
            .replace("12345678", "\"hidden7\"")
            .replaceAll("https://me[^\"]*|DB_SECRET=hidden\\d|hidden\\d", RecipeSecrets.MASK)
            .replaceAll("\\s", ""),
        masked.replaceAll("\\s", ""));
  }
}
