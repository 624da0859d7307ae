package org.cardshop.allinone;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Random;
import java.util.concurrent.Executors;

/// A server of contents that do not compress and are the same at each request. Its gate stands in
/// the middle of each content.
final class Contents implements AutoCloseable {
  static final int SIZE = 48 << 20;

  /// Of a content that few chunks hold.
  static final int SMALL = 2 << 20;

  private static final int BLOCK = 1 << 20;
  private static final String SMALLS = "small/";

  private final HttpServer server;
  private final Gate gate = new Gate();

  Contents() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  /// Where the content of this name is; each name has another.
  URI of(String name) {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/" + name);
  }

  /// The same, of a small content.
  URI ofSmall(String name) {
    return of(SMALLS + name);
  }

  Gate gate() {
    return gate;
  }

  @Override
  public void close() {
    gate.open();
    server.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      int size = exchange.getRequestURI().getPath().startsWith("/" + SMALLS) ? SMALL : SIZE;
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().set("Content-Length", Integer.toString(size));
        exchange.sendResponseHeaders(200, -1);
        return;
      }
      exchange.sendResponseHeaders(200, size);
      var random = new Random(exchange.getRequestURI().getPath().hashCode());
      var block = new byte[BLOCK];
      for (int sent = 0; sent < size; sent += BLOCK) {
        if (sent == size / 2) {
          gate.pass();
        }
        random.nextBytes(block);
        exchange.getResponseBody().write(block);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
