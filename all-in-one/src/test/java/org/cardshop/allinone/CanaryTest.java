package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cardshop.allinone.SecretSearch.Find;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// Invariant I10 over the whole factory: secrets are used in every way, and then everything that
/// was written is searched for them, with logs as wordy as they can be.
@ExtendWith(FactoryExtension.class)
final class CanaryTest {
  /// Where a secret is in clear on purpose.
  ///
  /// @param where the beginning of a place
  /// @param secret a part of the names of those that may be there
  private record Leave(String where, String secret, String why) {
    boolean covers(Find find) {
      return find.where().startsWith(where) && find.secret().contains(secret);
    }
  }

  private static final List<Leave> LEAVES =
      List.of(
          new Leave("secrets/", "", "the files that settings name by _FILE: they are the source"),
          new Leave("rabbitmq.conf", "the setting broker-secret", "RabbitMQ's own setting"),
          new Leave("cards/", ": for the card", "the system on the card needs it"),
          new Leave("warehouse/chunks/", ": for the card", "a piece of the image"),
          new Leave("writer-1/chunks/", ": for the card", "a piece of the image"));

  private static final List<String> SHOWN =
      List.of(
          "/users/",
          "/users/me/tokens",
          "/orders/?limit=500",
          "/tasks/?limit=500",
          "/workers/",
          "/channels/",
          "/warehouses/",
          "/auto-images/",
          "/schedules/",
          "/media/?limit=500",
          "/dead-letters/?limit=500",
          "/audit/?limit=500",
          "/.well-known/jwks.json");

  @Test
  void noSecretIsInAnythingThatTheFactoryWrites(Factory factory) throws Exception {
    try (var canary = new Canary(factory)) {
      var processes = new Processes();
      var admin = canary.useTheApi();
      var order = canary.placeAnOrder();
      var failing = canary.placeAnOrderThatFails();
      canary.useTheManager();
      canary.beRefused(admin);
      canary.startWithWrongSettings();
      var orders = factory.orders();
      Orders.patiently("both orders end")
          .until(() -> {
            processes.look();
            return status(orders.get(order)).equals("pending_shipment")
                && status(orders.get(failing)).equals("creation_failed");
          });
      orders.awaitGoodCards(order);
      factory.tryOut(
          "doctor",
          "allinone.Main",
          List.of("doctor", "--warehouse", factory.folder().resolve("warehouse").toString()),
          factory.server("monitor"),
          "it must be");
      processes.look();
      assertTrue(canary.overhear() > 5, "tokens and tickets were seen");
      assertTrue(processes.count("org.cardshop.") >= 8, "all processes were seen");

      var paths = new ArrayList<>(SHOWN);
      List.of(order, failing).forEach(id -> paths.add("/orders/" + id + "?with_logs=true"));
      var scene = new Scene(factory, canary, admin, paths);
      var search = new SecretSearch(canary.secrets());
      var finds = scene.search(search);
      finds.addAll(processes.search(search));
      assertEquals(
          "",
          finds.stream()
              .filter(find -> LEAVES.stream().noneMatch(leave -> leave.covers(find)))
              .map(Find::toString)
              .collect(Collectors.joining("\n")));
      for (var leave : LEAVES) {
        assertTrue(finds.stream().anyMatch(leave::covers), leave::toString);
      }
      assertTheSearchSeesEverything(scene, order);
    }
  }

  /// What is no secret, and what was put there, is found.
  private static void assertTheSearchSeesEverything(Scene scene, String order) throws Exception {
    var planted = scene.factory().folder().resolve("creator-1/spool/planted");
    var password = scene.factory().secrets().of("creator-1");
    var login = ("user:" + password).getBytes(StandardCharsets.UTF_8);
    Files.writeString(planted, Base64.getEncoder().encodeToString(login));
    try {
      var finds = scene.search(new SecretSearch(Map.of("order", order, "password", password)));
      for (var sentence :
          List.of(
              "creator-1/spool/planted has password (base64)",
              "store/store.mv has order (as it is)",
              "warehouse.log has order (as it is)",
              "the answer to /orders/?limit=500 has order (as it is)")) {
        assertTrue(finds.stream().anyMatch(f -> f.toString().equals(sentence)), finds::toString);
      }
    } finally {
      Files.delete(planted);
    }
  }

  /// All that was written, and all that may be asked for.
  private record Scene(Factory factory, Canary canary, String admin, List<String> paths) {
    Set<Find> search(SecretSearch search) throws Exception {
      var finds = new TreeSet<>(search.below(factory.folder()));
      finds.addAll(search.below(factory.rabbit().home()));
      for (var path : paths) {
        finds.addAll(search.in("the answer to " + path, canary.shown(admin, path)));
      }
      return finds;
    }
  }

  private static String status(JsonNode order) {
    return order.path("status").asText();
  }
}
