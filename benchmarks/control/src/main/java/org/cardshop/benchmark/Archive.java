package org.cardshop.benchmark;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.cardshop.core.order.CardStage;
import org.cardshop.core.order.Cards;
import org.cardshop.core.order.OrderState;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.order.OrderTerms.Medium;
import org.cardshop.platform.storage.HistoryEntry;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.OrderStore;

/// Many years of orders. The product stores one of each sort and one of each client; the others are
/// copies of what it stored, with another id, time, client, channel and user.
final class Archive {
  static final int CLIENTS = 5000;
  static final int CHANNELS = 5;
  static final int USERS = 20;

  private static final int AT_ONCE = 1000;
  private static final Duration BETWEEN = Duration.ofMinutes(2);
  private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");
  private static final URI WAREHOUSE = URI.create("ftps://warehouse.invalid:2121");

  private final Plant plant;
  private final Random random = new Random(4);
  private final List<Document> sorts = new ArrayList<>();
  private final List<Document> clients = new ArrayList<>();
  private int size;

  Archive(Plant plant) {
    this.plant = plant;
  }

  /// Of a hundred orders, how many are in this state.
  private record Share(int percent, Medium medium, OrderState state) {}

  void growTo(int wanted) throws InterruptedException {
    if (sorts.isEmpty()) {
      shares().forEach(this::store);
      storeClients();
    }
    while (size < wanted) {
      var batch =
          IntStream.range(0, Math.min(AT_ONCE, wanted - size)).mapToObj(_ -> next()).toList();
      plant.documents("orders").insertMany(batch);
    }
  }

  static String client(int number) {
    return "client-" + number + "@example.org";
  }

  static String channel(int number) {
    return number == 0 ? Plant.CHANNEL : "channel-" + number;
  }

  static String user(int number) {
    return "user-" + number;
  }

  /// When this one of the orders, counted from the first, was placed.
  static LocalDate day(int number) {
    return LocalDate.ofInstant(FIRST.plus(BETWEEN.multipliedBy(number)), ZoneOffset.UTC);
  }

  private List<Share> shares() {
    var image = Stock.image("0123456789abcdef01234567");
    var stages = new TreeMap<Integer, CardStage>();
    IntStream.rangeClosed(1, Stock.CARDS).forEach(n -> stages.put(n, CardStage.GOOD));
    var cards = new Cards(stages, Set.of());
    return List.of(
        new Share(80, Medium.PHYSICAL, new OrderState.Shipped("DHL 00340434161094021234")),
        new Share(12, Medium.VIRTUAL, new OrderState.Expired()),
        new Share(6, Medium.PHYSICAL, new OrderState.Cancelled("admin")),
        new Share(1, Medium.PHYSICAL, new OrderState.AwaitingShipment(1, image, cards)),
        new Share(
            1,
            Medium.VIRTUAL,
            new OrderState.Offered(1, image, Instant.now().plus(Duration.ofDays(9)))));
  }

  /// With the history that an order in this state has.
  private void store(Share share) {
    var id = Ids.next();
    var orders = new OrderStore(plant.database());
    var order = ordered(id, share.medium(), client(0), 0);
    orders.insert(order, List.of(), FIRST);
    var lived =
        List.of("creating", "pending_writer", "writing", share.state().status()).stream()
            .map(status -> new HistoryEntry(status, FIRST, Map.of("task", id, "epoch", "1")))
            .toList();
    var read = orders.find(id).orElseThrow();
    orders.save(read, order.in(share.state()), lived, List.of(), FIRST);
    var stored = plant.documents("orders").findOneAndDelete(new Document("_id", new ObjectId(id)));
    sorts.addAll(Collections.nCopies(share.percent(), Objects.requireNonNull(stored)));
  }

  private static Order ordered(String id, Medium medium, String client, int number) {
    var request = Requests.order(medium, Stock.CARDS, client);
    request.withObject("client").put("name", Names.client(number));
    request.withObject("recipient").put("name", Names.person(number));
    return new Order(
        new OrderTerms(id, medium, Stock.CARDS, Duration.ofDays(14)),
        new OrderState.AwaitingCreator(1, 0),
        Plant.CHANNEL,
        WAREHOUSE,
        WAREHOUSE,
        request,
        FIRST,
        user(0),
        Optional.empty());
  }

  /// One order of each client, for what the product makes of their names.
  private void storeClients() throws InterruptedException {
    var orders = new OrderStore(plant.database());
    Stock.atOnce(
        CLIENTS,
        i -> orders.insert(ordered(Ids.next(), Medium.PHYSICAL, client(i), i), List.of(), FIRST));
    plant.documents("orders").find().into(clients);
    plant.documents("orders").deleteMany(new Document());
  }

  private Document next() {
    var at = Date.from(FIRST.plus(BETWEEN.multipliedBy(size++)));
    var order = new Document(sorts.get(random.nextInt(sorts.size())));
    var client = clients.get(random.nextInt(CLIENTS));
    var id = new ObjectId();
    var words = new ArrayList<>(client.getList("words", String.class));
    words.set(0, id.toHexString());
    return order
        .append("_id", id)
        .append("words", words)
        .append("request", client.getString("request"))
        .append("created_at", at)
        .append("order_created_at", at)
        .append("changed_at", at)
        .append("client_email", client.getString("client_email"))
        .append("channel", channel(random.nextInt(CHANNELS)))
        .append("created_by", user(random.nextInt(USERS)));
  }
}
