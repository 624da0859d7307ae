package org.cardshop.embedded.broker;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.apache.qpid.server.SystemLauncher;
import org.apache.qpid.server.SystemLauncherListener.DefaultSystemLauncherListener;
import org.apache.qpid.server.model.Port;
import org.apache.qpid.server.model.SystemConfig;
import org.jspecify.annotations.Nullable;

/// Qpid Broker-J with one virtual host, `cardshop`, on the loopback interface. What it confirmed is
/// on disk: it survives a restart on the same directory, and `kill -9`.
public final class EmbeddedBroker implements AutoCloseable {
  private static final String HOST = "127.0.0.1";

  private final SystemLauncher launcher;
  private final String loginKey;
  private final int port;

  private EmbeddedBroker(SystemLauncher launcher, String loginKey, int port) {
    this.launcher = launcher;
    this.loginKey = loginKey;
    this.port = port;
  }

  /// @param directory holds everything the broker keeps; made when it is not there
  /// @param port 0 takes any free one
  /// @throws IOException when the broker cannot start, for example because the port is taken
  public static EmbeddedBroker start(Path directory, int port, BrokerLogin login)
      throws IOException {
    Files.createDirectories(directory);
    var key = UUID.randomUUID().toString();
    LoginProvider.LOGINS.put(key, login);
    var startup = new Startup();
    var launcher = new SystemLauncher(startup);
    try {
      launcher.startup(settings(directory.toAbsolutePath(), port, key));
      var broker = new EmbeddedBroker(launcher, key, startup.boundPort());
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
    return URI.create("amqp://" + HOST + ":" + port + "/cardshop");
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
  }
}
