package org.cardshop.browser;

import java.io.File;
import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/// Chromium without a window, of Debian's packages.
final class Screen implements AutoCloseable {
  /// How much of a page one sees.
  enum Size {
    DESKTOP(1280, 900, 1, false),
    PHONE(390, 844, 2, true);

    private final int width;
    private final int height;
    private final int density;
    private final boolean isPhone;

    Size(int width, int height, int density, boolean isPhone) {
      this.width = width;
      this.height = height;
      this.density = density;
      this.isPhone = isPhone;
    }
  }

  private final ChromeDriver driver;
  private final Size size;

  private Screen(ChromeDriver driver, Size size) {
    this.driver = driver;
    this.size = size;
  }

  static Screen open(Size size) {
    var service =
        new ChromeDriverService.Builder()
            .usingDriverExecutable(new File("/usr/bin/chromedriver"))
            .build();
    var options = new ChromeOptions();
    options.setBinary("/usr/bin/chromium");
    options.addArguments(
        "--headless=new",
        "--no-sandbox", // tests run as root, too
        "--disable-dev-shm-usage",
        "--disable-gpu",
        "--hide-scrollbars",
        "--window-size=" + size.width + "," + size.height);
    var screen = new Screen(new ChromeDriver(service, options), size);
    screen.driver.manage().timeouts().pageLoadTimeout(Duration.ofMinutes(1));
    screen.driver.executeCdpCommand(
        "Emulation.setDeviceMetricsOverride",
        Map.of(
            "width", size.width,
            "height", size.height,
            "deviceScaleFactor", size.density,
            "mobile", size.isPhone));
    return screen;
  }

  ChromeDriver driver() {
    return driver;
  }

  void go(URI address) {
    driver.get(address.toString());
  }

  /// Colours for the day or for the night, as the system of the reader asks for.
  void dark(boolean isDark) {
    var wish = Map.of("name", "prefers-color-scheme", "value", isDark ? "dark" : "light");
    driver.executeCdpCommand("Emulation.setEmulatedMedia", Map.of("features", List.of(wish)));
  }

  /// A file that the page leads to, as the browser gets it.
  byte[] download(String path) {
    var script =
        """
        const done = arguments[arguments.length - 1];
        fetch(arguments[0])
          .then(answer => answer.ok ? answer.blob() : Promise.reject(answer.status))
          .then(blob => {
            const reader = new FileReader();
            reader.onload = () => done(reader.result.split(",")[1]);
            reader.readAsDataURL(blob);
          }, problem => done("no file: " + problem));
        """;
    var taken = Objects.requireNonNull(driver.executeAsyncScript(script, path));
    return Base64.getDecoder().decode((String) taken);
  }

  /// Where the page leads to. Asked for at once: live pages replace their links.
  List<URI> links() {
    var found =
        (List<?>)
            Objects.requireNonNull(
                driver.executeScript("return Array.from(document.links, link => link.href)"));
    return found.stream().map(link -> URI.create((String) link)).toList();
  }

  /// Whether something sticks out of the page at its side.
  boolean isTooWide() {
    return Boolean.TRUE.equals(
        driver.executeScript(
            "return document.documentElement.scrollWidth > document.documentElement.clientWidth"));
  }

  /// The whole page, or the first 4 000 lines of it, as WebP.
  byte[] picture() {
    var page =
        (Map<?, ?>)
            Objects.requireNonNull(
                driver.executeCdpCommand("Page.getLayoutMetrics", Map.of()).get("cssContentSize"));
    var height = ((Number) Objects.requireNonNull(page.get("height"))).longValue();
    var clip =
        Map.of("x", 0, "y", 0, "width", size.width, "height", Math.min(height, 4_000), "scale", 1);
    // Where it is not needed Chromium 150 moves pages that are read from right to left aside.
    boolean isLong = height > size.height;
    var wish =
        Map.of(
            "format",
            "webp",
            "quality",
            60,
            "captureBeyondViewport",
            isLong,
            "clip",
            (Object) clip);
    var taken = driver.executeCdpCommand("Page.captureScreenshot", wish);
    return Base64.getDecoder().decode((String) Objects.requireNonNull(taken.get("data")));
  }

  List<WebElement> all(By what) {
    return driver.findElements(what);
  }

  @Override
  public void close() {
    driver.quit();
  }
}
