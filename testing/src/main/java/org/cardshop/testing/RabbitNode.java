package org.cardshop.testing;

import com.rabbitmq.client.Connection;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// A RabbitMQ node of a test's own, from the installed `rabbitmq-server`: on the loopback
/// interface, as whichever user runs the test, beside any other node. It has the virtual host
/// `cardshop`. Stopped or killed and started again it has the same data and the same port; closed,
/// nothing is left.
public final class RabbitNode implements AutoCloseable {
  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
  private static final String READY = "Server startup complete";
  private static final int STOP_SECONDS = 30;

  private final RabbitSettings settings;
  private final Thread atExit = new Thread(this::clean, "rabbit-node-at-exit");
  private @Nullable Process epmd;
  private @Nullable Process node;

  private RabbitNode(RabbitSettings settings) {
    this.settings = settings;
  }

  /// @param users passwords by name; each may do everything
  public static RabbitNode started(Map<String, String> users) {
    return started(users, Optional.empty());
  }

  /// @param httpAuth `http://…/auth/rabbitmq`, asked about every user that is not among `users`;
  ///   with a query when it wants one
  public static RabbitNode started(Map<String, String> users, Optional<URI> httpAuth) {
    return started(users, httpAuth, 0);
  }

  /// The same with a management API.
  public static RabbitNode managed(Map<String, String> users, URI httpAuth) {
    return started(users, Optional.of(httpAuth), Ports.free());
  }

  private static RabbitNode started(
      Map<String, String> users, Optional<URI> httpAuth, int managementPort) {
    if (!Files.isExecutable(SERVER)) {
      throw new IllegalStateException(
          "RabbitMQ is not installed, which this test needs: apt-get install rabbitmq-server");
    }
    var home = Directories.temporary("rabbit");
    var settings =
        new RabbitSettings(
            home, Ports.free(), Ports.free(), Ports.free(), managementPort, Map.copyOf(users));
    var rabbit = new RabbitNode(settings);
    Runtime.getRuntime().addShutdownHook(rabbit.atExit);
    try {
      settings.write(httpAuth);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    rabbit.start();
    return rabbit;
  }

  /// The folder of all that the node writes, with what it says in `said.log`.
  public Path home() {
    return settings.home();
  }

  /// `amqp://127.0.0.1:<port>/cardshop`
  public URI uri() {
    return URI.create("amqp://127.0.0.1:" + settings.port() + "/cardshop");
  }

  /// `http://127.0.0.1:<port>`; only of a managed node.
  public URI management() {
    return URI.create("http://127.0.0.1:" + settings.managementPort());
  }

  /// Returns when the node takes connections.
  public synchronized void start() {
    try {
      if (epmd == null) {
        // The port mapper that Erlang would otherwise start and leave behind.
        epmd = process("epmd", "-address", "127.0.0.1", "-port", "" + settings.epmdPort()).start();
      }
      node = process(SERVER.toString()).start();
      awaitReady(node);
    } catch (IOException e) {
      throw new UncheckedIOException("RabbitMQ cannot be started", e);
    }
  }

  /// Loses all that the node keeps, as with its disk. It must not be running.
  public synchronized void wipe() {
    Directories.delete(settings.home().resolve("mnesia"));
  }

  /// Hears what is published to an exchange from now on.
  public Tap tap(String exchange) {
    try {
      return new Tap(connect(), exchange);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Drops the messages that wait in a queue.
  ///
  /// @return how many there were
  public int purge(String queue) {
    try (var connection = connect();
        var channel = connection.createChannel()) {
      return channel.queuePurge(queue).getMessageCount();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private Connection connect() throws IOException {
    var user = settings.users().entrySet().iterator().next();
    return Amqp.connect(uri(), user.getKey(), user.getValue());
  }

  /// Lets the node end in order.
  public synchronized void stop() {
    end(false);
  }

  /// Ends the node as a power cut would, without any warning (`kill -9`).
  public synchronized void kill() {
    end(true);
  }

  @Override
  public void close() {
    clean();
    Runtime.getRuntime().removeShutdownHook(atExit);
  }

  private synchronized void clean() {
    end(true);
    if (epmd != null) {
      epmd.destroyForcibly();
      epmd = null;
    }
    Directories.delete(settings.home());
  }

  private void end(boolean forcibly) {
    if (node == null) {
      return;
    }
    var all = node.descendants().toList();
    try {
      if (!forcibly) {
        node.destroy();
        node.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      }
      node.destroyForcibly().waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(ProcessHandle::destroyForcibly);
    node = null;
  }

  private ProcessBuilder process(String... command) {
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("RABBITMQ_"));
    builder.environment().putAll(settings.environment());
    builder.redirectInput(Path.of("/dev/null").toFile());
    return builder;
  }

  /// Reads what the node says until it is ready, then goes on reading so that its pipe never fills.
  private void awaitReady(Process node) throws IOException {
    var last = new ArrayDeque<String>();
    var output = node.inputReader();
    var said =
        Files.newBufferedWriter(
            home().resolve("said.log"), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      said.append(line).append('\n').flush();
      last.addLast(line);
      if (line.contains(READY)) {
        Thread.ofVirtual().name("rabbit-output").start(() -> drain(output, said));
        return;
      }
      if (last.size() > 40) {
        last.removeFirst();
      }
    }
    said.close();
    throw new IOException("it ended while starting:\n" + String.join("\n", last));
  }

  private static void drain(BufferedReader output, Writer said) {
    try (said) {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        said.append(line).append('\n').flush();
      }
    } catch (IOException e) {
      return; // the node is gone, and its pipe with it
    }
  }
}
