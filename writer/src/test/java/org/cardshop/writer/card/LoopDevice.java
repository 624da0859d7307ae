package org.cardshop.writer.card;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cardshop.writer.slot.Place;

/// A real block device of the kernel over a file. Needs root; without it the test is skipped, and
/// says so.
public record LoopDevice(Path path, Path backing) implements AutoCloseable {
  public static LoopDevice over(Path backing, String... options) throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "loop devices can be made only by root");
    var command = new ArrayList<>(List.of("losetup", "--show"));
    if (Arrays.stream(options).noneMatch(o -> o.startsWith("--direct-io"))) {
      command.add("--direct-io=on");
    }
    command.addAll(List.of(options));
    command.addAll(List.of("-f", backing.toString()));
    return new LoopDevice(Path.of(run(command.toArray(String[]::new)).strip()), backing);
  }

  public Place place() {
    return new Place.Block(path);
  }

  /// Takes the medium out and puts it in again, in the same reader.
  public void reinsert() throws IOException {
    close();
    run("losetup", "--direct-io=on", path.toString(), backing.toString());
  }

  /// Bytes that the kernel has moved from and to the device.
  record Moved(long read, long written) {}

  Moved moved() throws IOException {
    var stat = Files.readString(Path.of("/sys/block", path.getFileName().toString(), "stat"));
    var fields = stat.strip().split(" +", -1);
    return new Moved(Long.parseLong(fields[2]) * 512, Long.parseLong(fields[6]) * 512);
  }

  @Override
  public void close() throws IOException {
    run("losetup", "-d", path.toString());
  }

  public static String run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }
}
