package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.Test;

/// What a browser fetches to show a bench of 500 slots for the first time.
class WeightTest {
  private static final Pattern ASSET = Pattern.compile("\"(/assets/[^\"]+)\"");
  private static final int MOST = 100 << 10;

  @Test
  void aBenchOfFiveHundredSlotsIsLight() throws Exception {
    try (var shop = new Shop()) {
      var order = shop.order("A school");
      shop.imageStored(order);
      var asks = Json.object().put("slot", "A-01").put("asks", "confirm").put("medium", "sd-1");
      shop.cardAt(order, WriteStep.WAITING_FOR_CARD, asks);
      shop.saw(
          Shop.WRITER,
          IntStream.range(0, 500).mapToObj(WeightTest::slot).toArray(Worker.Slot[]::new));
      var browser = shop.signedIn();
      var page = browser.get("/bench");
      assertTrue(page.has(">Z-20<"), page.html());
      int weight = browser.weight("/bench");
      for (var asset : assets(page.html())) {
        var kept = browser.get(asset).header("Cache-Control");
        assertTrue(kept.contains("immutable"), asset + " " + kept);
        weight += browser.weight(asset);
      }
      assertTrue(weight < MOST, weight + " bytes");
    }
  }

  /// 25 rows of 20; each second one has a card in it.
  private static Worker.Slot slot(int n) {
    var letter = (char) ('A' + n / 20 + (n >= 480 ? 1 : 0));
    var name = String.format(Locale.ROOT, "%c-%02d", letter, n % 20 + 1);
    return n % 2 == 0
        ? new Worker.Slot(name, "free", "", 0, "")
        : new Worker.Slot(
            name, "free", "sd-0x" + Integer.toHexString(n * 7919), 32_000_000_000L, "");
  }

  private static Set<String> assets(String html) {
    var found = new TreeSet<String>();
    ASSET.matcher(html).results().map((MatchResult m) -> m.group(1)).forEach(found::add);
    return found;
  }
}
