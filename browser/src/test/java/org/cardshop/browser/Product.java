package org.cardshop.browser;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.cardshop.platform.recipe.RecipeYaml;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.wire.Json;

/// `./cardshop up` in a folder, on ports that are free.
final class Product implements AutoCloseable {
  /// For what takes seconds on a machine that has nothing else to do.
  static final Duration PATIENCE = Duration.ofMinutes(3);

  static final Path ROOT = Path.of(Objects.requireNonNull(System.getProperty("cardshop.home")));

  private static final Duration LOOK = Duration.ofMillis(100);
  private static final String CHANNEL = "cardshop";

  private final Process process;
  private final Path folder;
  private final Path log;

  private Product(Process process, Path folder, Path log) {
    this.process = process;
    this.folder = folder;
    this.log = log;
  }

  /// @param settings further environment variables
  static Product start(Path folder, Map<String, String> settings) throws IOException {
    var log = Files.createDirectories(folder).resolve("up.log");
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-Xshare:auto",
                "--enable-native-access=ALL-UNNAMED",
                "-Djdk.tls.server.newSessionTicketCount=0",
                "-Dcardshop.home=" + ROOT,
                "-cp",
                System.getProperty("java.class.path")));
    command.addAll(List.of("org.cardshop.allinone.Main", "up", "--data", folder.toString()));
    var builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
    var environment = new HashMap<>(settings);
    environment.put("CARDSHOP_HTTP_PORT", "0");
    environment.put("CARDSHOP_MANAGER_PORT", "0");
    environment.put("CARDSHOP_FTP_PORT", "0");
    builder.environment().keySet().removeIf(key -> key.startsWith("CARDSHOP_"));
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    builder.environment().putAll(environment);
    var product = new Product(builder.start(), folder, log);
    await("the product is up")
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .failFast(product::mustBeAlive)
        .until(() -> product.said().contains("Sign in as admin"));
    return product;
  }

  URI manager() {
    return address("Manager");
  }

  String password() throws IOException {
    return Files.readString(folder.resolve("secrets/admin")).strip();
  }

  Path cards() {
    return folder.resolve("cards");
  }

  SchedulerClient admin() throws IOException {
    return new SchedulerClient(address("API"), "admin", password());
  }

  /// The sample of the product, on a base that its own script makes.
  ObjectNode sample() throws Exception {
    var base = folder.resolve("sample-base.img");
    if (!Files.exists(base)) {
      var script = ROOT.resolve("samples/make-base").toString();
      var made = new ProcessBuilder(script, base.toString()).redirectErrorStream(true);
      made.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
      if (made.redirectOutput(log.resolveSibling("base.log").toFile()).start().waitFor() != 0) {
        throw new IOException("no base: see base.log");
      }
    }
    var yaml = Files.readString(ROOT.resolve("samples/hello.yaml"));
    var samples = ROOT.resolve("samples").toUri().toString();
    var recipe = RecipeYaml.parse(yaml.getBytes(StandardCharsets.UTF_8));
    recipe.withArray("files").forEach(file -> absolute((ObjectNode) file, samples));
    recipe.withObjectProperty("base").put("source", base.toUri().toString());
    return recipe;
  }

  private static void absolute(ObjectNode file, String samples) {
    var url = file.path("url").asText();
    if (url.startsWith("file:") && !url.startsWith("file:/")) {
      file.put("url", samples + url.substring("file:".length()));
    }
  }

  /// Places an order as a script would.
  ///
  /// @return its id
  String order(SchedulerClient admin, ObjectNode recipe, int cards) throws Exception {
    return order(admin, recipe, cards, "مدرسة النيل");
  }

  /// @param name of all that has one
  String order(SchedulerClient admin, ObjectNode recipe, int cards, String name) throws Exception {
    var order = Json.object();
    order.set("config", recipe);
    order.putObject("sd_card").put("name", name).put("type", "physical").put("size", 8);
    order.put("quantity", cards).put("units", cards).put("channel", CHANNEL);
    order.putObject("client").put("name", name).put("email", "books@library.example");
    order
        .putObject("recipient")
        .put("name", name)
        .put("address", name)
        .put("phone", name)
        .put("shipment", name)
        .put("country", "SD");
    return admin.post("/orders/", order).path("_id").asText();
  }

  void awaitOrder(SchedulerClient admin, String order, String status) {
    await("order " + status)
        .atMost(PATIENCE)
        .pollInterval(LOOK)
        .until(() -> admin.get("/orders/" + order).path("status").asText().equals(status));
  }

  private void mustBeAlive() {
    if (!process.isAlive()) {
      throw new IllegalStateException("it ended: " + said());
    }
  }

  private URI address(String name) {
    var matcher = Pattern.compile(name + ": (\\S+)").matcher(said());
    if (!matcher.find()) {
      throw new AssertionError("no address of " + name + " in " + said());
    }
    return URI.create(matcher.group(1));
  }

  private String said() {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
