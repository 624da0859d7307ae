package org.cardshop.allinone;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;

/// What everybody on this machine may read of the processes that this one started, and of those
/// that they started (`proc(5)`).
final class Processes {
  private record Shown(String arguments, String environment) {}

  private final Set<Shown> seen = new HashSet<>();

  /// Remembers those that run now.
  void look() {
    ProcessHandle.current().descendants().map(ProcessHandle::pid).forEach(this::look);
  }

  private void look(long pid) {
    try {
      seen.add(new Shown(text(pid, "cmdline"), text(pid, "environ")));
    } catch (IOException e) {
      return; // it has ended
    }
  }

  /// How many were seen whose arguments hold this text.
  long count(String text) {
    return seen.stream().filter(shown -> shown.arguments().contains(text)).count();
  }

  Set<SecretSearch.Find> search(SecretSearch search) {
    var finds = new TreeSet<SecretSearch.Find>();
    for (var shown : seen) {
      var name = name(shown.arguments().split("\0", -1));
      finds.addAll(search.in("the arguments of " + name, shown.arguments()));
      finds.addAll(search.in("the environment of " + name, shown.environment()));
    }
    return finds;
  }

  private static String name(String[] words) {
    var program = words[0].substring(words[0].lastIndexOf('/') + 1);
    var main = Arrays.stream(words).filter(word -> word.startsWith("org.cardshop.")).findFirst();
    return main.map(m -> program + " " + m).orElse(program);
  }

  private static String text(long pid, String what) throws IOException {
    var bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), what));
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
