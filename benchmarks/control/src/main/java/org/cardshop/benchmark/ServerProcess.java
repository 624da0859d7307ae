package org.cardshop.benchmark;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// One process of the product as an operating-system process of its own. What it says goes to a
/// file.
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String READY = "is ready";

  private final String name;
  private final Path log;
  private final Process process;

  /// Returns at once.
  ///
  /// @param main without `org.cardshop.`
  /// @param heapMegabytes the most that its heap may take
  ServerProcess(
      String name,
      String main,
      List<String> arguments,
      Map<String, String> environment,
      int heapMegabytes,
      Path folder)
      throws IOException {
    this.name = name;
    log = folder.resolve(name + ".log");
    var command = new ArrayList<String>();
    command.add(java("java"));
    command.addAll(
        List.of(
            "-Xmx" + heapMegabytes + "m",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            "org.cardshop." + main));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.redirectOutput(log.toFile());
    builder.environment().keySet().removeIf(key -> key.startsWith("CARDSHOP_"));
    builder.environment().put("CARDSHOP_LOG", "info");
    builder.environment().putAll(environment);
    process = builder.start();
  }

  ServerProcess awaitReady() throws IOException, InterruptedException {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!Files.readString(log, StandardCharsets.ISO_8859_1).contains(READY)) {
      if (!process.isAlive() || System.nanoTime() - end > 0) {
        throw new IOException(
            name + " did not get ready. It said:\n" + Files.readString(log).strip());
      }
      Thread.sleep(20);
    }
    return this;
  }

  /// It stands still from now on, until it goes on.
  void pause() throws IOException, InterruptedException {
    Commands.run("kill", "-STOP", pid());
  }

  void goOn() throws IOException, InterruptedException {
    Commands.run("kill", "-CONT", pid());
  }

  /// Bytes of its heap that are in use after a full collection.
  long liveHeap() throws IOException, InterruptedException {
    Commands.run(java("jcmd"), pid(), "GC.run");
    return Heap.used(Commands.run(java("jcmd"), pid(), "GC.heap_info"));
  }

  /// Bytes of memory that the process has from the system.
  long resident() throws IOException {
    return Heap.resident(Files.readString(Path.of("/proc", pid(), "status")));
  }

  private String pid() {
    return Long.toString(process.pid());
  }

  private static String java(String tool) {
    return Path.of(System.getProperty("java.home"), "bin", tool).toString();
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
