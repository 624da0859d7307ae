package org.cardshop.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The whole day of an operator, from the door to the carrier.
class OrderToShipmentTest {
  @TempDir static Path temp;
  static Product product;
  static Path pictures;

  @BeforeAll
  static void start() throws IOException {
    product = Product.start(temp, Map.of());
    pictures = Files.createDirectories(Path.of("target", "screenshots"));
  }

  @AfterAll
  static void stop() {
    product.close();
  }

  @ParameterizedTest
  @EnumSource
  void anOrderIsTakenMadeLabelledPackedAndShippedByHand(Screen.Size size) throws Exception {
    try (var screen = Screen.open(size)) {
      var person = new Person(screen, product);
      person.signIn();
      var order = takeOrder(person);
      keep(screen, "day_order", size);

      person.follow("Bench");
      var slots = new ArrayList<String>();
      for (int card = 1; card <= 2; card++) {
        var slot = person.pressIn("[data-kind=insert]", "insert-");
        person.press("confirm-", slot);
        person.awaitText("Confirmed: the card in " + slot);
        keep(screen, "day_confirm", size);
        person.awaitText("Good card in " + slot + ": take it out");
        slots.add(slot);
      }
      keep(screen, "day_written", size);

      try (var admin = product.admin()) {
        product.awaitOrder(admin, order, "pending_shipment");
        var image = admin.get("/orders/" + order).path("image");
        for (var slot : slots) {
          var written = product.cards().resolve(slot + ".img");
          assertEquals(image.path("sha256").asText(), digest(written, image.path("size").asLong()));
        }
      }
      for (var slot : slots) {
        person.press("remove-", slot);
        person.awaitText(slot + " is empty");
      }

      person.open("/orders/" + order + "/labels");
      var labels = "/orders/" + order + "/labels.pdf?sheet=roll_62";
      var codes = Scanner.read(screen.download(labels));
      assertEquals(2, new HashSet<>(codes).size());

      person.follow("Pack by scan");
      scan(person, codes.getFirst().replace(order, "0".repeat(order.length())));
      person.awaitText("NO");
      keep(screen, "day_wrong_card", size);
      int packed = 0;
      for (var code : codes) {
        scan(person, code);
        packed++;
        person.awaitText(packed + " of 2 cards packed");
        assertTrue(person.read().contains("belongs into this parcel"), person::read);
      }
      person.awaitText("Every card is packed.");
      keep(screen, "day_packed", size);
      assertTrue(screen.download("/orders/" + order + "/packing.pdf").length > 1_000);

      person.follow("Go on to shipping");
      person.fill("Shipment details", "post, RR123456789");
      person.press("Mark as shipped");
      person.awaitText("The order is marked as shipped.");
      assertTrue(person.read().contains("RR123456789"), person::read);
      keep(screen, "day_shipped", size);
    }
  }

  /// @return its id
  private static String takeOrder(Person person) {
    person.follow("New order");
    person.tick("Clean water");
    person.enter("sd_card.size", "8");
    person.enter("quantity", "2");
    person.enter("client.name", "A library");
    person.enter("client.email", "books@library.example");
    person.enter("recipient.name", "مدرسة النيل");
    person.enter("recipient.address", "1 Main Street");
    person.enter("recipient.country", "SD");
    person.awaitText("Fits on a card of 8 GB");
    person.press("Place order");
    person.awaitText("The order was placed.");
    return person.address().getPath().replaceFirst(".*/", "");
  }

  private static void scan(Person person, String code) {
    person.fill("Code of the card", code);
    person.press("Check");
  }

  private static String digest(Path file, long bytes) throws Exception {
    var sha256 = MessageDigest.getInstance("SHA-256");
    try (var in = Files.newInputStream(file)) {
      var buffer = new byte[1 << 16];
      for (long left = bytes; left > 0; ) {
        int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
        assertTrue(read > 0, "the card ends too early");
        sha256.update(buffer, 0, read);
        left -= read;
      }
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static void keep(Screen screen, String name, Screen.Size size) throws IOException {
    var suffix = size == Screen.Size.PHONE ? "-phone" : "-en";
    Files.write(pictures.resolve(name + suffix + ".webp"), screen.picture());
  }
}
