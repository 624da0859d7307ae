package org.cardshop.creator.tool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/// One run of a program: an environment of its own, so that the result depends on no setting of
/// this machine; killed with all its children when the calling thread is interrupted.
///
/// @param folder where it runs and where its output is kept while it does
/// @param input what it reads from its standard input
/// @param written told now and then how many bytes the program has written
public record ToolRun(
    Tool tool,
    Path folder,
    List<String> arguments,
    Map<String, String> environment,
    String input,
    LongConsumer written) {

  private static final long POLL_MILLIS = 100;

  public ToolRun {
    arguments = List.copyOf(arguments);
    environment = Map.copyOf(environment);
  }

  public static ToolRun of(Tool tool, Path folder, String... arguments) {
    return new ToolRun(tool, folder, Arrays.asList(arguments), Map.of(), "", bytes -> {});
  }

  public ToolRun with(String name, String value) {
    var more = new HashMap<>(environment);
    more.put(name, value);
    return new ToolRun(tool, folder, arguments, more, input, written);
  }

  public ToolRun reading(String text) {
    return new ToolRun(tool, folder, arguments, environment, text, written);
  }

  public ToolRun telling(LongConsumer listener) {
    return new ToolRun(tool, folder, arguments, environment, input, listener);
  }

  /// Runs to the end and answers what the program wrote to its standard output.
  ///
  /// @throws ToolException when it fails
  public String run() throws IOException, InterruptedException {
    var out = Files.createTempFile(folder, tool.program(), ".out");
    var err = Files.createTempFile(folder, tool.program(), ".err");
    var in = Files.writeString(Files.createTempFile(folder, tool.program(), ".in"), input);
    try {
      int status = await(start(in, out, err));
      var said = Files.readString(err).strip();
      if (status != 0) {
        throw new ToolException(tool.program() + " failed (exit " + status + "): " + said);
      }
      return Files.readString(out);
    } finally {
      for (var file : List.of(in, out, err)) {
        Files.deleteIfExists(file);
      }
    }
  }

  private Process start(Path in, Path out, Path err) throws IOException {
    var program =
        tool.find()
            .orElseThrow(() ->
                new ToolException(
                    tool.program() + " is missing: apt install " + tool.debianPackage()));
    var command = new ArrayList<>(List.of(program.toString()));
    command.addAll(arguments);
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().clear();
    builder.environment().putAll(Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C"));
    builder.environment().put("TZ", "UTC");
    builder.environment().putAll(environment);
    return builder.start();
  }

  private int await(Process process) throws InterruptedException {
    try {
      while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS)) {
        written.accept(bytesWrittenBy(process));
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// As Linux counts it (proc(5), `wchar`); 0 where it does not.
  private static long bytesWrittenBy(Process process) {
    try (var lines = Files.lines(Path.of("/proc", Long.toString(process.pid()), "io"))) {
      return lines
          .filter(line -> line.startsWith("wchar: "))
          .mapToLong(line -> Long.parseLong(line.substring("wchar: ".length())))
          .findFirst()
          .orElse(0);
    } catch (IOException | java.io.UncheckedIOException e) {
      return 0; // it has just ended
    }
  }
}
