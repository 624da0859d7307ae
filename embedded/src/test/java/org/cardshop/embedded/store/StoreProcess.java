package org.cardshop.embedded.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The store in a process of its own, which can be killed.
record StoreProcess(Process process, BufferedReader output, String firstLine)
    implements AutoCloseable {
  private static final String READY = "The store is ready at ";

  static StoreProcess start(Path directory) throws IOException {
    return start(directory, List.of());
  }

  /// @param wrapper a command that runs the command which is appended to it
  static StoreProcess start(Path directory, List<String> wrapper) throws IOException {
    var command = new ArrayList<>(wrapper);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            StoreMain.class.getName(),
            directory.toString(),
            "0"));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = process.inputReader(StandardCharsets.UTF_8);
    var line = output.readLine();
    // A library may say something about logging before.
    while (line != null && line.startsWith("SLF4J")) {
      line = output.readLine();
    }
    return new StoreProcess(process, output, String.valueOf(line));
  }

  String uri() {
    if (!firstLine.startsWith(READY)) {
      throw new IllegalStateException(firstLine);
    }
    return firstLine.substring(READY.length());
  }

  /// As `kill -9` does.
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  int terminate() throws InterruptedException {
    process.destroy();
    return process.waitFor();
  }

  @Override
  public void close() {
    kill();
  }
}
