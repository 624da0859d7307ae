package org.cardshop.benchmark;

import static java.util.stream.Collectors.toSet;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.openqa.selenium.By;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// Somebody who looks at the bench in Chromium, of Debian's packages.
final class Watcher implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final ChromeDriver driver;
  private final URI manager;

  /// @param name a user whose password is [Plant#PASSWORD]
  Watcher(URI manager, String name) {
    this.manager = manager;
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File("/usr/bin/chromedriver"))
            .build();
    var options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // benchmarks run as root, too
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--window-size=1280,900");
    driver = new ChromeDriver(service, options);
    try {
      driver.manage().timeouts().pageLoadTimeout(PATIENCE).scriptTimeout(PATIENCE);
      driver.get(manager.resolve("/sign-in").toString());
      driver.findElement(By.name("username")).sendKeys(name);
      driver.findElement(By.name("password")).sendKeys(Plant.PASSWORD);
      driver.findElement(By.cssSelector("main form button")).click();
      driver.executeCdpCommand("Network.enable", Map.of());
      driver.executeCdpCommand("Network.setCacheDisabled", Map.of("cacheDisabled", true));
    } catch (RuntimeException e) {
      driver.quit();
      throw e;
    }
  }

  /// What a slot showed, and since when.
  ///
  /// @param at milliseconds since 1970
  record Sight(String slot, int percent, double at) {}

  /// Opens the page and notes from now on what it shows.
  ///
  /// @return the slots of which it shows how far they are
  Set<String> look(String path) throws IOException {
    driver.get(manager.resolve(path).toString());
    try (var script = Watcher.class.getResourceAsStream("watch.js")) {
      var text = new String(Objects.requireNonNull(script).readAllBytes(), StandardCharsets.UTF_8);
      driver.executeScript(text);
      var names = (List<?>) driver.executeScript("return window.slots()");
      return Objects.requireNonNull(names).stream().map(String.class::cast).collect(toSet());
    }
  }

  /// Bytes of the page with all that belongs to it, as they came over the wire, headers and all.
  long weight() {
    return number(
            driver.executeScript(
                "return performance.getEntries().reduce((n, e) => n + (e.transferSize || 0), 0)"))
        .longValue();
  }

  /// What was seen since it was asked last.
  List<Sight> seen() {
    var sights = new ArrayList<Sight>();
    var told = (List<?>) driver.executeScript("return window.seen.splice(0)");
    for (var each : Objects.requireNonNull(told)) {
      var sight = (List<?>) each;
      sights.add(
          new Sight(
              (String) sight.get(0),
              number(sight.get(1)).intValue(),
              number(sight.get(2)).doubleValue()));
    }
    return sights;
  }

  private static Number number(@Nullable Object told) {
    return (Number) Objects.requireNonNull(told);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
