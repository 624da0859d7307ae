package org.cardshop.scheduler;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.order.OrderEvent;
import org.cardshop.core.task.Failure;
import org.cardshop.core.task.Product;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OrderTest {
  private final Api api = new Api();
  private String admin = "";

  @BeforeEach
  void login() {
    admin = api.admin();
    api.warehouse();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void theSecretsOfARecipeAreShownToNobody() {
    var order = Api.order();
    ((ObjectNode) order.path("config")).putObject("offspot").put("passphrase", "hidden");
    var id = api.placed(admin, order);
    for (var path : List.of("/orders/" + id, "/orders/")) {
      var shown = api.get(admin, path).response().body();
      assertFalse(shown.contains("hidden"), path);
      assertTrue(shown.contains(RecipeSecrets.MASK), path);
    }
    var kept = new OrderStore(api.database).find(id).orElseThrow().value().request();
    assertTrue(kept.at("/config/offspot/passphrase").asText().startsWith(RecipeSecrets.SEALED));
  }

  @Test
  void aClientOrdersInTheirOwnChannelOnly() {
    api.post(admin, "/channels/", "{\"slug\": \"mali\", \"name\": \"Mali\"}");
    var carla = api.user("carla", "client");
    var refused = api.post(carla, "/orders/", Json.text(Api.order().put("channel", "mali")));
    assertEquals(400, refused.status());
    assertTrue(refused.text("/error").contains("must be yours"), refused.text("/error"));
  }

  @Test
  void aSecretThatWasHiddenMustBeTypedAgain() {
    var order = Api.order();
    for (var shown : List.of(RecipeSecrets.MASK, RecipeSecrets.SEALED + "x")) {
      ((ObjectNode) order.path("config")).putObject("offspot").put("passphrase", shown);
      var refused = api.post(admin, "/orders/", Json.text(order));
      assertEquals(400, refused.status());
      assertTrue(refused.text("/error").contains("type it again"), refused.text("/error"));
    }
  }

  @Test
  void anOrderBecomesATaskAndRingsTheChannel() {
    var id = api.placed(admin, Api.order());
    var order = api.get(admin, "/orders/" + id + "?with_logs=true");
    assertEquals("pending_creator", order.text("/status"));
    assertEquals("created", order.text("/statuses/0/status"));
    assertEquals("pending", order.text("/tasks/create/status"));
    assertTrue(order.json().at("/tasks/create/logs").isArray());
    assertEquals(0, order.json().at("/tasks/write").size());
    assertEquals("ftp://up.example.org:2121", order.text("/warehouse/upload_uri"));
    assertTrue(api.told().contains("ring cardshop create"));
  }

  @Test
  void everyWrongFieldIsNamedAtOnce() {
    var order = Api.order();
    order.put("quantity", 0).put("colour", "red").remove("config");
    order.withObject("/client").put("email", "nonsense").put("age", 7);
    order.withObject("/sd_card").put("type", "stone");
    order.withObject("/recipient").remove("country");
    order.put("channel", "nowhere");
    var answer = api.post(admin, "/orders/", Json.text(order));
    assertEquals(400, answer.status());
    var fields = new TreeSet<String>();
    answer.json().path("fields").forEach(f -> fields.add(f.path("field").asText()));
    assertEquals(
        new TreeSet<>(
            Set.of(
                "quantity",
                "colour",
                "config",
                "client.email",
                "client.age",
                "sd_card.type",
                "recipient.country",
                "channel")),
        fields);
    assertEquals(
        "application/problem+json",
        answer.response().headers().firstValue("Content-Type").orElse(""));
    assertTrue(answer.text("/error").contains("client.email: must be an e-mail address."));
  }

  @Test
  void aWrongRecipeIsRefusedWithThePathOfItsField() {
    var order = Api.order();
    order.withObject("/config").put("bass", 1);
    var answer = api.post(admin, "/orders/", Json.text(order));
    assertEquals(400, answer.status());
    assertEquals("config.bass", answer.text("/fields/0/field"));
  }

  @Test
  void whatIsNotJsonIsRefused() {
    var answer = api.post(admin, "/orders/", "{\"quantity\": 1,");
    assertEquals(400, answer.status());
    assertTrue(answer.text("/error").startsWith("not JSON"));
  }

  @Test
  void theSameKeyPlacesOneOrder() {
    var first = withKey("k1", Api.order());
    assertEquals(first.text("/_id"), withKey("k1", Api.order()).text("/_id"));
    assertNotEquals(first.text("/_id"), withKey("k2", Api.order()).text("/_id"));
    assertEquals(2, api.get(admin, "/orders/").json().at("/meta/count").asInt());
    var other = Api.order().put("quantity", 9);
    assertEquals(409, withKey("k1", other).status());
  }

  private Api.Answer withKey(String key, ObjectNode order) {
    return api.send(
        api.body(admin, "/orders/")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(Json.text(order))));
  }

  @Test
  void clientsSeeTheirOwnOrdersOnly() {
    var carla = api.user("carla", "client");
    var own = api.placed(carla, Api.order());
    var other = api.placed(admin, Api.order());
    assertEquals(1, api.get(carla, "/orders/").json().at("/meta/count").asInt());
    assertEquals(
        0, api.get(carla, "/orders/?created_by=admin&status=x").json().at("/meta/count").asInt());
    assertEquals(200, api.get(carla, "/orders/" + own).status());
    assertEquals(404, api.get(carla, "/orders/" + other).status());
    assertEquals(404, api.get(carla, "/orders/" + other + "/waiting").status());
    assertEquals(403, api.patch(carla, "/orders/" + own + "/cancel", "{}").status());
  }

  @Test
  void aClientHasSoManyOrdersUnderWayAndNoMore() {
    var client = api.user("chloe", "client");
    var first = api.placed(client, Api.order());
    for (int i = 1; i < 100; i++) {
      api.placed(client, Api.order());
    }
    var refused = api.post(client, "/orders/", Json.text(Api.order()));
    assertEquals(409, refused.status());
    assertTrue(refused.text("/error").contains("100 orders under way"));
    api.placed(admin, Api.order());
    api.patch(admin, "/orders/" + first + "/cancel", "{}");
    api.placed(client, Api.order());
  }

  @Test
  void aListIsFilteredAndPaged() {
    for (int i = 0; i < 3; i++) {
      api.placed(admin, Api.order());
    }
    var page = api.get(admin, "/orders/?skip=1&limit=1&status=pending_creator");
    assertEquals(3, page.json().at("/meta/count").asInt());
    assertEquals(1, page.json().at("/items").size());
    assertEquals(0, api.get(admin, "/orders/?status=shipped").json().at("/meta/count").asInt());
    assertEquals(400, api.get(admin, "/orders/?limit=many").status());
  }

  @Test
  void whatCannotFollowIsAConflictWithItsReason() {
    var id = api.placed(admin, Api.order());
    var early = api.patch(admin, "/orders/" + id, "{\"shipment_details\": \"DHL 1\"}");
    assertEquals(409, early.status());
    assertEquals("There is nothing to ship yet: the image is being made.", early.text("/error"));
    assertEquals(409, api.post(admin, "/orders/" + id + "/retry", "{\"what\": \"all\"}").status());
    assertEquals(404, api.patch(admin, "/orders/0123456789abcdef01234567/cancel", "").status());
  }

  @Test
  void aFailedImageIsMadeAgain() {
    var id = api.placed(admin, Api.order());
    var failure = new Failure(Failure.Status.FAILED_TO_BUILD, "No base image.");
    api.production.tell(id, new OrderEvent.TaskDiscarded(TaskKind.CREATE, 1, failure), Map.of());
    assertEquals("creation_failed", api.get(admin, "/orders/" + id).text("/status"));
    assertEquals(
        200, api.post(admin, "/orders/" + id + "/retry", "{\"what\": \"create\"}").status());
    var again = api.get(admin, "/orders/" + id);
    assertEquals("pending_creator", again.text("/status"));
    assertEquals(2, again.json().at("/tasks/create/unit").asInt());
  }

  @Test
  void onlyTheImageIsMadeAgainWhenTheImageFailed() {
    var id = api.placed(admin, Api.order());
    var failure = new Failure(Failure.Status.FAILED_TO_BUILD, "No base image.");
    api.production.tell(id, new OrderEvent.TaskDiscarded(TaskKind.CREATE, 1, failure), Map.of());
    var cards = retry(id, "failed_cards");
    assertEquals(409, cards.status());
    assertEquals(
        "No card has failed, the image did: retry 'create' or 'all'.", cards.text("/error"));
    assertEquals(200, retry(id, "all").status());
    assertEquals("pending_creator", api.get(admin, "/orders/" + id).text("/status"));
    assertEquals(409, retry(id, "create").status());
  }

  @Test
  void failedCardsAreMadeAgainAndTheGoodOnesStay() {
    var id = producing();
    verified(id, 1, "sd-1");
    broken(id, 2);
    assertEquals("write_failed", api.get(admin, "/orders/" + id).text("/status"));
    assertEquals(409, retry(id, "create").status());
    assertEquals(200, retry(id, "failed_cards").status());
    assertEquals(List.of(1, 2, 3), units(id));
    verified(id, 3, "sd-3");
    assertEquals("pending_shipment", api.get(admin, "/orders/" + id).text("/status"));
    assertEquals(409, retry(id, "all").status());
  }

  @Test
  void aFailedCardNeedNotWaitForTheOthers() {
    var id = producing();
    assertEquals(409, retry(id, "failed_cards").status());
    broken(id, 1);
    assertEquals(409, retry(id, "all").status());
    assertEquals(200, retry(id, "failed_cards").status());
    assertEquals(409, retry(id, "failed_cards").status());
    assertEquals(List.of(1, 2, 3), units(id));
  }

  @Test
  void everythingIsMadeAgainFromTheImageOn() {
    var id = producing();
    verified(id, 1, "sd-1");
    broken(id, 2);
    assertEquals(200, retry(id, "all").status());
    var again = api.get(admin, "/orders/" + id);
    assertEquals("pending_creator", again.text("/status"));
    assertEquals(2, again.json().at("/tasks/create/unit").asInt());
    await().until(() -> api.told().contains("delete " + id));
    stored(id, 2);
    assertEquals(List.of(1, 2, 3, 4), units(id));
    // The card of the earlier image is one like any other.
    verified(id, 3, "sd-1");
    verified(id, 4, "sd-4");
    assertEquals("pending_shipment", api.get(admin, "/orders/" + id).text("/status"));
  }

  @Test
  void whatIsToBeMadeAgainIsOneOfThree() {
    var id = api.placed(admin, Api.order());
    assertEquals(400, retry(id, "cards").status());
    assertEquals(400, api.post(admin, "/orders/" + id + "/retry", "{}").status());
    assertEquals(404, retry("0123456789abcdef01234567", "all").status());
  }

  private Api.Answer retry(String order, String what) {
    return api.post(admin, "/orders/" + order + "/retry", "{\"what\": \"" + what + "\"}");
  }

  /// An order for two cards whose image is there.
  private String producing() {
    var id = api.placed(admin, Api.order());
    stored(id, 1);
    return id;
  }

  private void stored(String order, int build) {
    var image = new Product.Image(order, 1_000, Sha256.of(new byte[] {1}));
    api.production.tell(order, new OrderEvent.ImageStored(build, image), Map.of());
  }

  private void verified(String order, int card, String medium) {
    var product = new Product.Card(medium, "A-01", 1_000, 0);
    api.production.tell(order, new OrderEvent.CardVerified(card, product), Map.of());
  }

  private void broken(String order, int card) {
    var failure = new Failure(Failure.Status.FAILED_TO_WRITE, "3 bad cards in a row.");
    api.production.tell(
        order, new OrderEvent.TaskDiscarded(TaskKind.WRITE, card, failure), Map.of());
  }

  private List<Integer> units(String order) {
    var units = new ArrayList<Integer>();
    api.get(admin, "/orders/" + order)
        .json()
        .at("/tasks/write")
        .forEach(t -> units.add(t.path("unit").asInt()));
    return units;
  }

  @Test
  void anEndedOrderIsAnonymizedAndDeleted() {
    var id = api.placed(admin, Api.order());
    var ids = "{\"order_ids\": [\"" + id + "\"]}";
    assertEquals(409, api.patch(admin, "/orders/anonymize", ids).status());
    assertEquals(409, api.delete(admin, "/orders/" + id).status());

    assertEquals(200, api.patch(admin, "/orders/" + id + "/cancel", "{}").status());
    assertEquals(200, api.patch(admin, "/orders/" + id + "/cancel", "{}").status());
    assertEquals(200, api.patch(admin, "/orders/anonymize", ids).status());
    var order = api.get(admin, "/orders/" + id);
    assertEquals("anonymized", order.text("/client/name"));
    assertEquals("anonymized", order.text("/recipient/address"));
    assertEquals("canceled", order.text("/tasks/create/status"));

    assertEquals(200, api.delete(admin, "/orders/" + id).status());
    assertEquals(404, api.get(admin, "/orders/" + id).status());
    assertEquals(0, api.get(admin, "/tasks/?order=" + id).json().at("/meta/count").asInt());
  }

  @Test
  void anOfferedImageIsKeptLonger() {
    var virtual = Api.order();
    virtual.putObject("sd_card").put("name", "image").put("type", "virtual").put("size", 8);
    ((ObjectNode) virtual.get("sd_card")).put("duration", 14);
    virtual.put("quantity", 1).put("units", 1);
    var id = api.placed(admin, virtual);
    assertEquals(409, keep(id, 30).status());
    stored(id, 1);
    var until = api.get(admin, "/orders/" + id).text("/image_until");
    assertEquals(409, keep(id, 3).status());
    assertEquals(200, keep(id, 30).status());
    var longer = api.get(admin, "/orders/" + id);
    assertEquals(
        Duration.ofDays(16),
        Duration.between(Instant.parse(until), Instant.parse(longer.text("/image_until"))));
    var audit = api.get(admin, "/audit/?object=/orders/" + id + "/keep");
    assertEquals("admin", audit.text("/items/0/by"));
    var listed = api.get(admin, "/orders/?has_image=true");
    assertEquals(1, listed.json().at("/meta/count").asInt());
    assertEquals(400, keep(id, 999).status());
  }

  private Api.Answer keep(String id, int days) {
    return api.post(admin, "/orders/" + id + "/keep", "{\"days\": " + days + "}");
  }

  @Test
  void anOrderNeedsAWarehouse() {
    api.patch(admin, "/channels/cardshop", "{\"warehouse\": \"\"}");
    assertEquals(400, api.post(admin, "/orders/", Json.text(Api.order())).status());
    var named = Api.order();
    named
        .putObject("warehouse")
        .put("upload_uri", "ftp://up.example.org:2121")
        .put("download_uri", "ftp://down.example.org:2121");
    api.placed(admin, named);
    named.withObject("/warehouse").put("upload_uri", "ftp://elsewhere.example.org");
    assertEquals(400, api.post(admin, "/orders/", Json.text(named)).status());
  }
}
