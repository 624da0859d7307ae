package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Lines that are cut, silent or slow while an order is made.
@Tag("faults")
@Tag("long-faults")
@ExtendWith(FactoryExtension.class)
final class NetworkFaultTest {
  /// A line that is cut tells both ends; a silent one tells nobody.
  enum Loss {
    CUT {
      @Override
      void strike(Line line) throws Exception {
        line.cut();
      }
    },
    SILENCE {
      @Override
      void strike(Line line) {
        line.silence();
      }
    };

    abstract void strike(Line line) throws Exception;
  }

  @Test
  void aCreatorThatIsBackWithinItsLeaseCarriesOn(Factory factory) throws Exception {
    var id = heldUpInBuilding("short", factory);
    var line = factory.brokerLine("creator-1");
    int before = factory.said("creator").length();

    line.cut();
    Orders.patiently("a renewal fails")
        .until(() -> factory.said("creator").indexOf("could not be renewed", before) > 0);
    mend(line, factory);

    assertBuiltOnce(factory, factory.orders().awaitGoodCards(id));
  }

  @ParameterizedTest
  @EnumSource
  void aCreatorThatWasAwayForLongerThanItsLeaseCarriesOnWhenNobodyElseHasItsTask(
      Loss loss, Factory factory) throws Exception {
    var id = heldUpInBuilding("long-" + loss, factory);
    var line = factory.brokerLine("creator-1");

    loss.strike(line);
    factory.orders().await(id, "the task is taken back", o -> create(o).equals("pending"));
    mend(line, factory);

    assertBuiltOnce(factory, factory.orders().awaitGoodCards(id));
  }

  @ParameterizedTest
  @EnumSource
  void aCreatorWhoseTaskWasGivenToAnotherIsFenced(Loss loss, Factory factory) throws Exception {
    var orders = factory.orders();
    var id = heldUpInBuilding("fenced-" + loss, factory);
    var line = factory.brokerLine("creator-1");
    int before = factory.said("creator").length();

    loss.strike(line);
    factory.start("creator-2");
    orders.await(
        id, "another has it", o -> Orders.create(o).path("worker").asText().equals("creator-2"));
    line.mend();
    Orders.patiently("the first one hears that it is out")
        .until(() -> factory.said("creator").indexOf("was stopped", before) > 0);
    factory.contents().gate().open();

    var order = orders.awaitGoodCards(id);
    assertEquals(2, Orders.create(order).path("epoch").asInt(), order::toPrettyString);
    assertEquals(1, Collections.frequency(factory.images(), id));
    assertEquals(List.of(), factory.breaches());
  }

  @ParameterizedTest
  @EnumSource
  void aWriterThatWasAwayForLongerThanItsLeaseFinishesItsCards(Loss loss, Factory factory)
      throws Exception {
    var orders = factory.orders();
    factory.stop("writer");
    var id = orders.place("writer-away-" + loss, 3);
    orders.await(id, "uploaded", o -> create(o).equals("uploaded"));
    var gate = factory.downloadGate();
    gate.close();
    factory.start("writer");
    Orders.patiently("the download is held up").until(gate::isHolding);

    var line = factory.brokerLine("writer-1");
    loss.strike(line);
    orders.await(
        id,
        "every card is taken back",
        o -> Orders.writes(o).stream().allMatch(w -> w.path("status").asText().equals("pending")));
    gate.open();
    line.mend();

    var order = orders.awaitGoodCards(id);
    for (var card : Orders.writes(order)) {
      assertEquals(1, card.path("epoch").asInt(), order::toPrettyString);
    }
    assertEquals(List.of(), factory.breaches());
  }

  @Test
  void anOrderEndsRightOverASlowLineToTheDatabase(Factory factory) throws Exception {
    factory.databaseLine().slow(Duration.ofMillis(40));
    var id = factory.orders().placeSmall("slow-database", 2);
    factory.orders().awaitGoodCards(id);
    factory.databaseLine().mend();
    assertEquals(List.of(), factory.breaches());
  }

  @ParameterizedTest
  @EnumSource
  void nothingIsTakenBackBecauseTheDatabaseWasAwayForLongerThanALease(Loss loss, Factory factory)
      throws Exception {
    var id = heldUpInBuilding("database-away-" + loss, factory);

    var lease = Instant.parse(Orders.create(factory.orders().get(id)).path("lease_until").asText());

    loss.strike(factory.databaseLine());
    Orders.patiently("the lease has run out")
        .until(() -> Instant.now().isAfter(lease.plus(Factory.LEASE)));
    mend(factory.databaseLine(), factory);

    assertBuiltOnce(factory, factory.orders().awaitGoodCards(id));
  }

  private static String heldUpInBuilding(String name, Factory factory) throws Exception {
    var gate = factory.contents().gate();
    gate.close();
    var id = factory.orders().place(name, 2);
    Orders.patiently("the build is held up").until(gate::isHolding);
    factory.orders().await(id, "building", o -> create(o).equals("building"));
    return id;
  }

  private static void mend(Line line, Factory factory) {
    line.mend();
    factory.contents().gate().open();
  }

  private static String create(JsonNode order) {
    return Orders.create(order).path("status").asText();
  }

  private static void assertBuiltOnce(Factory factory, JsonNode order) throws Exception {
    assertEquals(1, Orders.create(order).path("epoch").asInt(), order::toPrettyString);
    assertEquals(List.of(), factory.breaches());
  }
}
