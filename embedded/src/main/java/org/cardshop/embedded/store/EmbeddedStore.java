package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.MongoServer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;

/// A database in one directory, served on the loopback address only: it knows no users.
public final class EmbeddedStore implements AutoCloseable {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  /// A worker waits for the disk with its command, and commands that wait together share one
  /// commit.
  private static final int WORKERS = 16;

  private final MongoServer server;
  private final StoreBackend backend;
  private final int port;

  private EmbeddedStore(MongoServer server, StoreBackend backend) {
    this.server = server;
    this.backend = backend;
    this.port = server.getLocalAddress().getPort();
  }

  /// Opens the database in this directory, which is made if it is not there.
  ///
  /// @param port 0 for any that is free
  /// @throws UnusableStoreException says why it cannot be used
  public static EmbeddedStore open(Path directory, int port) {
    var backend = StoreBackend.open(StoreFile.open(directory));
    var server = new MongoServer(backend);
    try {
      server.bind(new InetSocketAddress(LOOPBACK, port), 1, WORKERS);
    } catch (Exception e) { // also checked ones, which Netty throws undeclared
      server.shutdownNow();
      throw new UnusableStoreException(cannotListen(port, e), e);
    }
    return new EmbeddedStore(server, backend);
  }

  /// Where clients connect: `mongodb://127.0.0.1:PORT`.
  public URI uri() {
    return URI.create("mongodb://" + LOOPBACK.getHostAddress() + ":" + port);
  }

  /// How many documents were looked at so far to answer queries.
  long visits() {
    return backend.visits();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private static String cannotListen(int port, Exception e) {
    return e instanceof BindException
        ? "The store cannot listen on %s:%d, another program does; stop it or choose another port."
            .formatted(LOOPBACK.getHostAddress(), port)
        : "The store cannot listen on %s:%d: %s"
            .formatted(LOOPBACK.getHostAddress(), port, e.getMessage());
  }
}
