package org.cardshop.platform.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Named places between two effects, where tests end or hold the process: whatever is lost or done
/// twice shows itself there. In production a call costs nothing: the compiler sees that there is no
/// file.
///
/// With `CARDSHOP_CRASH_POINTS` set, the file of that name, when it is there, holds a signal and
/// the name of a point, `KILL claim.granted`. Whoever comes there first removes the file and sends
/// the signal to its own process.
public final class CrashPoint {
  private static final @Nullable Path ORDER = order();

  private CrashPoint() {}

  /// @param name a thing and what has just become of it, unique in the source
  public static void at(String name) {
    if (ORDER != null) {
      obey(ORDER, name);
    }
  }

  private static @Nullable Path order() {
    var file = System.getenv("CARDSHOP_CRASH_POINTS");
    return file == null ? null : Path.of(file);
  }

  private static void obey(Path order, String name) {
    try {
      var words = Files.readString(order).strip();
      int space = words.indexOf(' ');
      if (words.substring(space + 1).equals(name) && Files.deleteIfExists(order)) {
        var pid = Long.toString(ProcessHandle.current().pid());
        var signal = "-" + words.substring(0, Math.max(space, 0));
        new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor();
      }
    } catch (NoSuchFileException e) {
      // nothing shall happen
    } catch (IOException e) {
      throw new IllegalStateException("the crash point " + name + " cannot do its work", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
