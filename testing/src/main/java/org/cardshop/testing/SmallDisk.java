package org.cardshop.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// A real file system of a few kilobytes, to be filled. Only root can mount one.
///
/// @param path where it is mounted
public record SmallDisk(Path path) implements AutoCloseable {
  private static final String FILLING = "filling";

  public static boolean canBeMounted() {
    return "root".equals(System.getProperty("user.name"));
  }

  /// @param path made when it is not there
  public static SmallDisk mount(Path path, long bytes) throws IOException {
    Files.createDirectories(path);
    run("mount", "-t", "tmpfs", "-o", "size=" + bytes, "small", path.toString());
    return new SmallDisk(path);
  }

  /// Somebody else takes all the room that is left.
  public void fill() {
    var block = new byte[4096];
    try (OutputStream out = Files.newOutputStream(path.resolve(FILLING))) {
      while (room() > 0) {
        out.write(block);
      }
    } catch (IOException e) {
      if (room() > 0) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// What took the room is deleted.
  public void makeRoom() throws IOException {
    Files.delete(path.resolve(FILLING));
  }

  /// Bytes that are left.
  public long room() {
    return path.toFile().getUsableSpace();
  }

  @Override
  public void close() throws IOException {
    run("umount", path.toString());
  }

  private static void run(String... command) throws IOException {
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.onExit().join().exitValue() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
  }
}
