package org.cardshop.embedded.broker;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BiPredicate;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.apache.qpid.server.model.VirtualHostNode;
import org.apache.qpid.server.transport.AMQPConnection;
import org.apache.qpid.server.transport.AMQPConnection.CloseReason;
import org.jspecify.annotations.Nullable;

/// Qpid Broker-J with one virtual host, `cardshop`, on the loopback interface. What it confirmed is
/// on disk: it survives a restart on the same directory, and `kill -9`.
public final class EmbeddedBroker implements AutoCloseable {
  static final String VIRTUAL_HOST = "cardshop";

  private static final String HOST = "127.0.0.1";

  private final SystemLauncher launcher;
  private final Startup startup;
  private final String loginKey;
  private final int port;

  private EmbeddedBroker(SystemLauncher launcher, Startup startup, String loginKey) {
    this.launcher = launcher;
    this.startup = startup;
    this.loginKey = loginKey;
    this.port = startup.boundPort();
  }

  /// @param directory holds everything the broker keeps; made when it is not there
  /// @param port 0 takes any free one
  /// @throws IOException when the broker cannot start, for example because the port is taken
  public static EmbeddedBroker start(Path directory, int port, BrokerLogin login)
      throws IOException {
    Files.createDirectories(directory);
    System.setProperty(GuardedProtocol.INSTEAD_OF, "true");
    var key = UUID.randomUUID().toString();
    LoginProvider.LOGINS.put(key, login);
    var startup = new Startup();
    var launcher = new SystemLauncher(startup);
    try {
      launcher.startup(settings(directory.toAbsolutePath(), port, key));
      var broker = new EmbeddedBroker(launcher, startup, key);
      startup.leaveTheEndToUs();
      return broker;
    } catch (Exception e) {
      launcher.shutdown();
      LoginProvider.LOGINS.remove(key);
      throw new IOException(
          "The message broker cannot start on port "
              + port
              + " with its data in "
              + directory
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /// `amqp://127.0.0.1:<port>/cardshop`
  public URI uri() {
    return URI.create("amqp://" + HOST + ":" + port + "/" + VIRTUAL_HOST);
  }

  /// Closes the connections of those who may not stay. Those who may do everything are not asked
  /// about.
  ///
  /// @param mayStay asked with the user name and the time since when they are connected
  /// @param reason is told to them
  /// @return the user names of those who were thrown out
  public List<String> throwOut(BiPredicate<String, Instant> mayStay, String reason) {
    var out = new ArrayList<String>();
    for (var connection : startup.connections()) {
      RightsPrincipal.of(connection.getSubject())
          .filter(guest -> !guest.mayDoAll())
          .map(RightsPrincipal::username)
          .filter(name -> !mayStay.test(name, connection.getCreatedTime().toInstant()))
          .ifPresent(name -> {
            connection.sendConnectionCloseAsync(CloseReason.MANAGEMENT, reason);
            out.add(name);
          });
    }
    return out;
  }

  @Override
  public void close() {
    launcher.shutdown();
    LoginProvider.LOGINS.remove(loginKey);
  }

  private static Map<String, Object> settings(Path directory, int port, String loginKey) {
    var configuration =
        Objects.requireNonNull(EmbeddedBroker.class.getResource("broker.json"), "broker.json");
    return Map.of(
        "type",
        "Memory",
        "initialConfigurationLocation",
        configuration.toExternalForm(),
        "startupLoggedToSystemOut",
        false,
        "context",
        Map.of(
            "qpid.work_dir",
            directory.toString(),
            "cardshop.port",
            Integer.toString(port),
            LoginProvider.KEY,
            loginKey,
            // Arguments that only RabbitMQ knows do not matter here.
            "queue.behaviourOnUnknownDeclareArgument",
            "IGNORE"));
  }

  /// Learns the port, and what went wrong: Qpid itself only logs it.
  private static final class Startup extends DefaultSystemLauncherListener {
    private @Nullable SystemConfig<?> system;
    private @Nullable RuntimeException failure;

    @Override
    public void onContainerResolve(SystemConfig<?> config) {
      system = config;
    }

    @Override
    public void errorOnStartup(RuntimeException e) {
      failure = e;
    }

    /// Qpid ends itself as soon as the JVM is asked to stop, while those who use it still have
    /// things to say. Its shutdown hook cannot be switched off otherwise; when a later version
    /// keeps it elsewhere, this fails at once.
    void leaveTheEndToUs() throws ReflectiveOperationException {
      var broker = Objects.requireNonNull(system).getContainer();
      var field = broker.getClass().getSuperclass().getDeclaredField("_shutdownHook");
      field.setAccessible(true);
      Runtime.getRuntime().removeShutdownHook((Thread) field.get(broker));
    }

    int boundPort() {
      if (failure != null) {
        throw failure;
      }
      var container = Objects.requireNonNull(system, "the broker").getContainer();
      for (Port<?> port : container.getChildren(Port.class)) {
        if (port.getBoundPort() > 0) {
          return port.getBoundPort();
        }
      }
      throw new IllegalStateException("the port is taken or not allowed");
    }

    List<AMQPConnection<?>> connections() {
      var connections = new ArrayList<AMQPConnection<?>>();
      var container = Objects.requireNonNull(system, "the broker").getContainer();
      for (VirtualHostNode<?> node : container.getChildren(VirtualHostNode.class)) {
        for (var connection : node.getVirtualHost().getConnections()) {
          connections.add((AMQPConnection<?>) connection);
        }
      }
      return connections;
    }
  }
}
