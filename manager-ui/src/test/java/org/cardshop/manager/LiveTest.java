package org.cardshop.manager;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.platform.wire.Json;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class LiveTest {
  private static final Pattern STREAM = Pattern.compile("sse-connect=\"([^\"]+)\"");

  private final Shop shop;
  private final Browser browser;
  private final String order;
  private final String task;

  LiveTest() throws Exception {
    shop = new Shop();
    browser = shop.signedIn();
    order = shop.order("A school");
    shop.imageStored(order);
    task = shop.cardAt(order, WriteStep.WRITING, progress(1));
  }

  @AfterEach
  void stop() {
    shop.close();
  }

  private static ObjectNode progress(int done) {
    return Json.object().put("step", "writing").put("done", done).put("total", 100);
  }

  /// Time goes on, so that what is saved is news.
  private void report(int done) {
    shop.clock.pass(Duration.ofSeconds(1));
    shop.progress(task, progress(done));
  }

  @Test
  void aTileIsToldWholeWhenItChangedAndNoOther() throws Exception {
    try (var stream = follow(browser, browser.get("/bench"))) {
      assertTrue(stream.next("writer-1.A-01").data().contains("value=\"1\""));
      stream.next("writer-1.A-02");
      report(57);
      var event = stream.next();
      assertEquals("writer-1.A-01", event.name());
      assertTrue(event.data().contains("value=\"57\""), event.data());
      assertTrue(event.data().contains("Order"), event.data());
    }
  }

  @Test
  void allWhoLookAreTold() throws Exception {
    shop.user("olga", "operator");
    var olga = shop.browser();
    olga.signIn("olga", Shop.PASSWORD);
    var french = shop.signedIn().with("Accept-Language", "fr");
    try (var one = follow(browser, browser.get("/bench"));
        var two = follow(olga, olga.get("/bench"));
        var three = follow(french, french.get("/bench"))) {
      one.next("writer-1.A-02");
      two.next("writer-1.A-02");
      three.next("writer-1.A-02");
      report(33);
      assertTrue(one.next("writer-1.A-01").data().contains("Order "));
      assertTrue(two.next("writer-1.A-01").data().contains("value=\"33\""));
      assertTrue(three.next("writer-1.A-01").data().contains("Commande "));
    }
  }

  @Test
  void whoComesBackHearsOnlyWhatChangedMeanwhile() throws Exception {
    var page = browser.get("/bench");
    String last;
    try (var stream = follow(browser, page)) {
      stream.next();
      stream.next();
      stream.next();
      last = stream.next().id();
    }
    report(78);
    try (var stream = follow(browser.with("Last-Event-ID", last), page)) {
      var event = stream.next();
      assertEquals("writer-1.A-01", event.name());
      assertTrue(event.data().contains("value=\"78\""), event.data());
      report(79);
      assertEquals("writer-1.A-01", stream.next().name());
    }
    try (var stream = follow(browser.with("Last-Event-ID", "what-another-process-said-1"), page)) {
      assertEquals("writer-1", stream.next("writer-1").name());
      stream.next("writer-1.A-02");
    }
  }

  @Test
  void anOrdersPageFollowsItsOrder() throws Exception {
    try (var stream = follow(browser, browser.get("/orders/" + order))) {
      stream.next("timeline");
      report(42);
      var event = stream.next();
      assertEquals("work", event.name());
      assertTrue(event.data().contains("42 %"), event.data());
    }
  }

  @Test
  void aPageWithOtherTilesIsToldToLoadItselfAgain() throws Exception {
    try (var stream = new Stream(browser.stream("/bench/live?of=0123456789abcdef"))) {
      assertEquals("again", stream.next().name());
    }
  }

  @Test
  void whoIsSignedOutElsewhereIsToldNothingMore() throws Exception {
    var page = browser.get("/bench");
    try (var stream = follow(browser, page)) {
      stream.next("writer-1.A-02");
      var other = shop.signedIn();
      other.post(other.get("/account/sign-out"), "/account/sign-out", Map.of());
      shop.clock.pass(Duration.ofSeconds(16));
      assertTrue(stream.ends());
    }
    try (var stream = follow(browser, page)) {
      assertEquals("again", stream.next().name());
      assertTrue(stream.ends());
    }
  }

  @Test
  void aUserWhoIsAnOperatorNoMoreIsToldNothingMore() throws Exception {
    shop.user("olga", "operator");
    var olga = shop.browser();
    olga.signIn("olga", Shop.PASSWORD);
    var page = olga.get("/bench");
    try (var stream = follow(olga, page)) {
      stream.next("writer-1.A-02");
      shop.change("olga", Json.object().put("role", "client"));
      shop.clock.pass(Duration.ofSeconds(16));
      assertTrue(stream.ends());
    }
    try (var stream = follow(olga, page)) {
      assertEquals("again", stream.next().name());
    }
  }

  @Test
  void clientsFollowTheirOwnOrdersOnly() throws Exception {
    shop.user("carla", "client");
    var carla = shop.browser();
    carla.signIn("carla", Shop.PASSWORD);
    var form = Shop.form();
    form.remove("channel");
    var own = carla.placeOrder(form, "");
    try (var stream = follow(carla, own)) {
      assertTrue(stream.next("facts").data().contains("pending_creator"));
      stream.next("timeline");
      shop.clock.pass(Duration.ofSeconds(1));
      var path = own.path();
      shop.admin.patch(path + "/cancel", Json.object());
      assertTrue(stream.next("facts").data().contains("canceled"));
    }
    try (var stream = new Stream(carla.stream("/orders/" + order + "/live"))) {
      assertEquals("again", stream.next().name());
    }
  }

  @Test
  void nobodyHasStreamsWithoutEnd() throws Exception {
    var page = browser.get("/bench");
    var open = new ArrayList<Stream>();
    try {
      for (int i = 0; i < 20; i++) {
        open.add(follow(browser, page));
        open.getLast().next();
      }
      assertEquals(429, browser.get(address(page)).status());
    } finally {
      for (var stream : open) {
        stream.close();
      }
    }
  }

  @Test
  void sharedPartsHaveNobodysFormToken() throws Exception {
    var page = browser.get("/bench");
    try (var stream = follow(browser, page)) {
      for (int i = 0; i < 3; i++) {
        assertFalse(stream.next().data().contains("form_token"));
      }
    }
  }

  private static String address(Browser.Page page) {
    var matcher = STREAM.matcher(page.html());
    assertTrue(matcher.find(), page.html());
    return matcher.group(1);
  }

  private static Stream follow(Browser browser, Browser.Page page) {
    return new Stream(browser.stream(address(page)));
  }

  private record Event(String id, String name, String data) {}

  private static final class Stream implements AutoCloseable {
    private final InputStream in;
    private final BufferedReader lines;

    Stream(InputStream in) {
      this.in = in;
      this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
    }

    Event next(String name) throws IOException {
      var event = next();
      while (!event.name().equals(name)) {
        event = next();
      }
      return event;
    }

    Event next() throws IOException {
      var id = "";
      var name = "";
      var data = new StringBuilder();
      while (true) {
        var line = lines.readLine();
        if (line == null) {
          throw new AssertionError("the stream has ended");
        }
        if (line.startsWith("id: ")) {
          id = line.substring(4);
        } else if (line.startsWith("event: ")) {
          name = line.substring(7);
        } else if (line.startsWith("data: ")) {
          data.append(line.substring(6)).append('\n');
        } else if (line.isEmpty() && !name.isEmpty()) {
          return new Event(id, name, data.toString());
        }
      }
    }

    boolean ends() throws IOException {
      while (true) {
        if (lines.readLine() == null) {
          return true;
        }
      }
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }
}
