package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.cardshop.core.task.Mark;
import org.cardshop.core.task.TaskKind;
import org.cardshop.platform.messaging.Broker;
import org.cardshop.platform.messaging.Exchange;
import org.cardshop.platform.messaging.Queues;
import org.cardshop.platform.wire.Fact;
import org.cardshop.platform.wire.FactJson;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A broker that is away or has forgotten everything, and messages that come again, late, in any
/// order or never.
@Tag("faults")
@Tag("long-faults")
@ExtendWith(FactoryExtension.class)
final class BrokerFaultTest {
  private static final Fact.Bench NO_BENCH = new Fact.Bench(List.of(), OptionalLong.empty());

  @Test
  void nothingIsTakenBackBecauseTheBrokerWasAwayForManyLeases(Factory factory) throws Exception {
    var id = heldUpInBuilding("broker-away", factory);

    factory.rabbit().kill();
    var back = Instant.now().plus(Factory.LEASE.multipliedBy(5));
    Orders.patiently("five leases have passed").until(() -> Instant.now().isAfter(back));
    factory.contents().gate().open();
    factory.rabbit().start();

    assertNothingTwice(factory, factory.orders().awaitGoodCards(id));
  }

  @Test
  void anOrderEndsRightAlthoughTheBrokerLostItsDisk(Factory factory) throws Exception {
    var id = heldUpInBuilding("broker-wiped", factory);

    factory.rabbit().kill();
    factory.rabbit().wipe();
    factory.contents().gate().open();
    factory.rabbit().start();

    assertNothingTwice(factory, factory.orders().awaitGoodCards(id));
  }

  @Test
  void aTaskWhoseDoorbellWasLostIsDoneAllTheSame(Factory factory) throws Exception {
    factory.stop("creator");
    var id = factory.orders().placeSmall("no-doorbell", 1);
    Orders.patiently("the doorbell is rung")
        .until(() -> factory.rabbit().purge(Queues.work("create", Factory.CHANNEL)) > 0);
    factory.start("creator");

    factory.orders().awaitGoodCards(id);
    assertEquals(List.of(), factory.breaches());
  }

  @Test
  void factsThatComeTenTimesInAnyOrderAndAfterTheEndChangeNothing(Factory factory)
      throws Exception {
    var orders = factory.orders();
    try (var tap = factory.rabbit().tap(Exchange.FACTS.wire())) {
      var id = orders.placeSmall("facts-again", 2);
      var before = orders.awaitGoodCards(id);
      var again = new ArrayList<Fact>();
      for (int i = 0; i < 10; i++) {
        tap.heard().forEach(bytes -> again.add(FactJson.read(bytes)));
      }
      assertTrue(again.size() > 100, "facts of one image and two cards, ten times");
      Collections.shuffle(again, new Random(4));
      say(again, factory);
      assertEquals(told(before), told(orders.get(id)));
    }
    assertEquals(List.of(), factory.breaches());
  }

  /// Of a grant that is over: its holder was cut off when it said them.
  @Test
  void weekOldFactsOfAnEarlierGrantChangeNothing(Factory factory) throws Exception {
    var orders = factory.orders();
    var old = new ArrayList<Fact>();
    try (var tap = factory.rabbit().tap(Exchange.FACTS.wire())) {
      var id = heldUpInBuilding("week-old", factory);
      factory.kill("creator");
      factory.start("creator");
      Orders.patiently("it is granted again")
          .until(() -> Orders.create(orders.get(id)).path("epoch").asInt() == 2);
      for (var bytes : tap.heard()) {
        var fact = FactJson.read(bytes);
        if (fact.body() instanceof Fact.OfTask said && said.epoch() == 1) {
          var weekAgo = fact.at().minus(Duration.ofDays(7));
          var later = new Mark(fact.mark().boot(), fact.mark().seq() + 1_000);
          old.add(new Fact(fact.worker(), later, weekAgo, fact.body()));
        }
      }
      assertFalse(old.isEmpty());
      say(old, factory);
      factory.contents().gate().open();
      var order = orders.awaitGoodCards(id);
      assertEquals(2, Orders.create(order).path("epoch").asInt());
    }
    assertEquals(List.of(), factory.breaches());
  }

  /// Returns when the monitor has taken all of them: it takes them in their order, and the last is
  /// one that makes a worker appear.
  private static void say(List<Fact> facts, Factory factory) throws Exception {
    var name = "last-" + System.nanoTime();
    var last = new Fact.WorkerOnline(TaskKind.CREATE, "elsewhere", "", NO_BENCH);
    var all = new ArrayList<>(facts);
    all.add(new Fact(name, new Mark(1, 1), Instant.now(), last));
    try (var broker = Broker.connect(factory.broker("monitor"))) {
      for (var fact : all) {
        broker.publish(
            Exchange.FACTS,
            fact.worker() + "." + fact.body().type(),
            Json.bytes(FactJson.write(fact)));
      }
    }
    Orders.patiently("the monitor has taken them").until(() -> factory.orders().isKnown(name));
  }

  private static String told(JsonNode order) {
    var told = new StringBuilder(order.path("statuses").toString());
    told.append(Orders.create(order).path("statuses"));
    Orders.writes(order).forEach(w -> told.append(w.path("statuses")).append(w.path("product")));
    return told.toString();
  }

  private static String heldUpInBuilding(String name, Factory factory) throws Exception {
    var gate = factory.contents().gate();
    gate.close();
    var id = factory.orders().place(name, 2);
    Orders.patiently("the build is held up").until(gate::isHolding);
    factory
        .orders()
        .await(id, "building", o -> Orders.create(o).path("status").asText().equals("building"));
    return id;
  }

  private static void assertNothingTwice(Factory factory, JsonNode order) throws Exception {
    assertEquals(1, Orders.create(order).path("epoch").asInt(), order::toPrettyString);
    for (var card : Orders.writes(order)) {
      assertEquals(1, card.path("epoch").asInt(), order::toPrettyString);
    }
    assertEquals(List.of(), factory.breaches());
  }
}
