package org.cardshop.helper;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.cardshop.platform.runtime.Printable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Shows the readers of this host and what to set CARDSHOP_SLOTS to.
@Command(
    name = "slots",
    description = "Shows the card readers of this host, and a line for CARDSHOP_SLOTS.",
    mixinStandardHelpOptions = true)
final class SlotsCommand implements Callable<Integer> {
  @Option(names = "--sys", hidden = true, defaultValue = "/sys/block")
  private Path sys = Path.of("/sys/block");

  @Option(names = "--by-path", hidden = true, defaultValue = "/dev/disk/by-path")
  private Path byPath = Path.of("/dev/disk/by-path");

  @Override
  public Integer call() throws IOException {
    var readers = Reader.all(sys, byPath).stream().filter(Reader::isRemovable).toList();
    if (readers.isEmpty()) {
      System.err.println(
          "No removable device was found. Plug the card readers in and call this again.");
      return 1;
    }
    readers.forEach(r -> System.out.println(Printable.line(line(r))));
    System.out.println();
    System.out.println("CARDSHOP_SLOTS=" + slots(readers));
    return 0;
  }

  private static String line(Reader reader) {
    return String.format(
        Locale.ROOT,
        "%-8s %8s  %-24s %s",
        reader.name(),
        reader.bytes() == 0 ? "empty" : reader.bytes() / 1_000_000_000 + " GB",
        reader.model(),
        reader.path().map(Path::toString).orElse("(no socket of its own)"));
  }

  /// Names like A-01 in the order of the sockets; readers without a socket are left out, for their
  /// device names change from start to start.
  static String slots(List<Reader> readers) {
    var text = new StringBuilder();
    int number = 0;
    for (var path : readers.stream().flatMap(r -> r.path().stream()).sorted().toList()) {
      number++;
      text.append(number == 1 ? "" : ",")
          .append(String.format(Locale.ROOT, "A-%02d=%s", number, path));
    }
    return text.toString();
  }
}
