package org.cardshop.manager.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import org.cardshop.manager.label.Packing.Verdict;
import org.junit.jupiter.api.Test;

class PackingTest {
  private final Parcel parcel = Parcels.of(3, "Ms Head");
  private final Packing empty = new Packing(parcel, List.of());
  private final String first = CardCode.of(Parcels.ORDER, 1, "sd-1").text();

  @Test
  void aVerifiedCardOfTheOrderCountsOnce() {
    var once = empty.scan(" " + first.toUpperCase(Locale.ROOT) + "\r\n");
    assertEquals(Verdict.GOOD, once.verdict());
    assertEquals(1, once.packing().packed().size());
    var twice = once.packing().scan(first);
    assertEquals(Verdict.TWICE, twice.verdict());
    assertEquals(1, twice.packing().packed().size());
  }

  @Test
  void whateverElseIsScannedIsRefusedWithItsReason() {
    assertEquals(Verdict.WRONG_ORDER, verdict(CardCode.of("f".repeat(24), 1, "sd-1").text()));
    assertEquals(Verdict.NOT_VERIFIED, verdict(CardCode.of(Parcels.ORDER, 3, "sd-3").text()));
    assertEquals(Verdict.NOT_VERIFIED, verdict(CardCode.of(Parcels.ORDER, 1, "sd-9").text()));
    assertEquals(Verdict.NOT_VERIFIED, verdict(CardCode.of(Parcels.ORDER, 2, "sd-1").text()));
    for (var text : List.of("", "A-03-0001", "4006381333931", first + "0", "x" + first)) {
      assertEquals(Verdict.NO_CARD, verdict(text), text);
    }
  }

  @Test
  void whatThePageKeptIsCheckedAgain() {
    var foreign = CardCode.of("f".repeat(24), 1, "sd-1").text();
    var unverified = CardCode.of(Parcels.ORDER, 3, "sd-3").text();
    var kept = String.join(" ", first, first, foreign, unverified, "<b>");
    assertEquals(first, Packing.of(parcel, kept).kept());
    assertEquals("", Packing.of(parcel, "").kept());
  }

  @Test
  void aParcelIsWholeWithEveryOrderedCardOnly() {
    var all = first + " " + CardCode.of(Parcels.ORDER, 2, "sd-2").text();
    assertFalse(Packing.of(parcel, all).isWhole(), "the third is not verified yet");
    var ordered = new Parcel(parcel.order(), "", 2, parcel.recipient(), parcel.cards());
    assertTrue(Packing.of(ordered, all).isWhole());
    assertFalse(Packing.of(ordered, first).isWhole());
  }

  @Test
  void onlyAsManyOfTheNewestCardsCountAsTheOrderSaysAreGood() {
    assertEquals(
        List.of("A-03-0001", "A-03-0002"),
        parcel.cards().stream().map(Parcel.Card::label).toList());
  }

  private Verdict verdict(String text) {
    var scanned = empty.scan(text);
    assertEquals(List.of(), scanned.packing().packed());
    return scanned.verdict();
  }
}
