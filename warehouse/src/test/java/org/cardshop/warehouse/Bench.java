package org.cardshop.warehouse;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPSClient;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.wire.ClaimsJson;
import org.cardshop.platform.wire.Json;
import org.cardshop.warehouse.ftp.Limits;
import org.cardshop.warehouse.room.Room;
import org.cardshop.warehouse.tls.Identities;

/// A warehouse and, beside it, an HTTP server that validates tokens as the scheduler does.
final class Bench implements AutoCloseable {
  static final String CHANNEL = "kiwix";
  static final String IMAGE = "fr-wikipedia";
  static final long PLENTY = Claims.Ticket.ANY_SIZE;
  static final Room ALL_OF_THE_DISK = new Room(0, OptionalLong.empty());
  static final Limits LIMITS =
      new Limits(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(15));

  final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-05-01T12:00:00Z"));
  final Path data;
  private static final Path KEY = keyMadeOnce();
  private final boolean needsTls;
  private final Room room;
  private final Limits limits;
  private final AtomicInteger issued = new AtomicInteger();
  private final Map<String, Claims> tokens = new ConcurrentHashMap<>();
  private final AtomicReference<Runnable> whenAsked = new AtomicReference<>(() -> {});
  private final HttpServer scheduler;
  private WarehouseProcess warehouse;

  Bench(Path data, boolean needsTls) throws IOException {
    this(data, needsTls, ALL_OF_THE_DISK, LIMITS);
  }

  Bench(Path data, boolean needsTls, Room room, Limits limits) throws IOException {
    this.data = data;
    this.needsTls = needsTls;
    this.room = room;
    this.limits = limits;
    Files.createDirectories(data.resolve("tls"));
    Files.copy(KEY, data.resolve("tls/warehouse.p12"));
    scheduler = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    scheduler.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    scheduler.createContext("/auth/validate", this::validate);
    scheduler.start();
    warehouse = open();
  }

  static Bench plain(Path data) throws IOException {
    return new Bench(data, false);
  }

  static Bench overTls(Path data) throws IOException {
    return new Bench(data, true);
  }

  WarehouseProcess warehouse() {
    return warehouse;
  }

  void restartWarehouse() throws IOException {
    warehouse.close();
    warehouse = open();
  }

  void stopScheduler() {
    scheduler.stop(0);
  }

  /// What happens while the scheduler is asked the next time.
  void whenAsked(Runnable event) {
    whenAsked.set(event);
  }

  void passes(Duration time) {
    now.updateAndGet(then -> then.plus(time));
  }

  // Tokens. The user is always called "someone", unless a test says otherwise.

  String token(Claims claims) {
    var token = "token-" + issued.incrementAndGet();
    tokens.put(token, claims);
    return token;
  }

  void revoke(String token) {
    tokens.remove(token);
  }

  String ticket(Direction direction) {
    return ticket(direction, IMAGE, 1);
  }

  String ticket(Direction direction, String image, long epoch) {
    return token(ticket("task-1", direction, image, epoch, PLENTY));
  }

  Claims ticket(String task, Direction direction, String image, long epoch, long bytes) {
    return ticket(task, direction, image, epoch, bytes, Duration.ofDays(300));
  }

  Claims ticket(
      String task, Direction direction, String image, long epoch, long bytes, Duration life) {
    var expires = now.get().plus(life);
    return new Claims.Ticket("someone", task, epoch, direction, CHANNEL, image, bytes, expires);
  }

  String access(Role role) {
    var expires = now.get().plus(Duration.ofDays(300));
    return token(new Claims.Access("s1", "0123", "someone", role, CHANNEL, expires));
  }

  // Clients.

  URI uri() {
    return URI.create((needsTls ? "ftps" : "ftp") + "://localhost:" + warehouse.port());
  }

  Path certificate() {
    return data.resolve("tls/certificate.pem");
  }

  WarehouseClient client(String token) throws IOException, InterruptedException {
    return WarehouseClient.connect(uri(), "someone", token, new Trust.Pem(certificate()));
  }

  /// A standard client, logged in.
  FTPClient ftp(String token) throws IOException {
    var ftp = needsTls ? new FTPSClient("TLS", false) : new FTPClient();
    if (ftp instanceof FTPSClient ftps) {
      ftps.setTrustManager(new Trust.Pem(certificate()).manager());
    }
    ftp.setControlEncoding("UTF-8");
    ftp.connect("localhost", warehouse.port());
    if (!ftp.login("someone", token)) {
      throw new IOException(ftp.getReplyString());
    }
    if (ftp instanceof FTPSClient ftps) {
      ftps.execPBSZ(0);
      ftps.execPROT("P");
    }
    ftp.enterLocalPassiveMode();
    ftp.setFileType(FTP.BINARY_FILE_TYPE);
    return ftp;
  }

  /// How a command of the system ended.
  record Ended(int status, String output) {}

  Ended curl(String token, String path, String... options) throws Exception {
    var command = new ArrayList<>(List.of("curl", "-sSv", "--user", "someone:" + token));
    if (needsTls) {
      command.addAll(List.of("--ssl-reqd", "--cacert", certificate().toString()));
    }
    command.addAll(List.of(options));
    command.add("ftp://localhost:" + warehouse.port() + path);
    return run(command);
  }

  Ended lftp(String token, String script) throws Exception {
    var tls =
        needsTls
            ? "set ftp:ssl-force true; set ftp:ssl-protect-data true; set ssl:ca-file "
                + certificate()
            : "set ftp:ssl-allow false";
    return run(
        List.of(
            "lftp",
            "-e",
            "set cmd:fail-exit true; set net:max-retries 2; " + tls + "; " + script + "; bye",
            "-u",
            "someone," + token,
            "ftp://localhost:" + warehouse.port()));
  }

  static Ended run(List<String> command) throws Exception {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), output);
  }

  @Override
  public void close() {
    warehouse.close();
    scheduler.stop(0);
  }

  /// Making a key takes keytool a second.
  private static Path keyMadeOnce() {
    try {
      var folder = Files.createTempDirectory("warehouse-key");
      Identities.selfSigned(folder);
      return folder.resolve("warehouse.p12");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private WarehouseProcess open() throws IOException {
    var config =
        new WarehouseConfig(
            data,
            URI.create("http://localhost:" + scheduler.getAddress().getPort() + "/"),
            "127.0.0.1",
            0,
            "0",
            Optional.empty(),
            needsTls,
            new Trust.Platform(),
            room,
            limits);
    return WarehouseProcess.start(config, now::get);
  }

  private void validate(HttpExchange exchange) {
    whenAsked.getAndSet(() -> {}).run();
    try (exchange) {
      var token = Optional.ofNullable(exchange.getRequestHeaders().getFirst("access-token"));
      var claims = token.map(tokens::get).filter(c -> now.get().isBefore(c.expires()));
      var body = claims.map(c -> Json.bytes(ClaimsJson.write(c))).orElse(new byte[0]);
      exchange.sendResponseHeaders(claims.isPresent() ? 200 : 401, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
