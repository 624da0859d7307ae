package org.cardshop.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A command of the product as a person runs it, in a process of its own.
record HandCommand(Path folder, String main) {

  static HandCommand image(Path folder) {
    return new HandCommand(folder, "creator.ImageMain");
  }

  static HandCommand card(Path folder) {
    return new HandCommand(folder, "writer.card.CardMain");
  }

  /// What it says on standard output; it must succeed.
  String run(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add("org.cardshop." + main);
    command.addAll(List.of(arguments));
    var errors = folder.resolve(main + ".err").toFile();
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectError(errors);
    builder.environment().merge("PATH", "/usr/sbin:/sbin", (path, more) -> path + ":" + more);
    builder.environment().put("XDG_CACHE_HOME", folder.resolve("cache").toString());
    var process = builder.start();
    process.getOutputStream().close();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(
        0,
        process.waitFor(),
        () -> arguments[0] + ":\n" + said + "\n" + Shell.lastLines(errors.toPath()));
    return said;
  }
}
