package org.cardshop.creator.map;

import static org.cardshop.platform.foreign.CFunction.number;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.core.image.Span;
import org.cardshop.platform.foreign.CFunction;

/// Disk space taken before it is written to, so that a full disk is seen at once and not after an
/// hour. Linux, fallocate(2); where the file system cannot, nothing is taken.
final class Room {
  private static final int O_RDWR = 2;
  private static final int ENOSPC = 28;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;
  private static final int EDQUOT = 122;

  private static final CFunction OPEN = CFunction.ofInt("open");
  private static final CFunction FALLOCATE = CFunction.ofInt("fallocate");
  private static final CFunction CLOSE = CFunction.ofInt("close");

  private Room() {}

  /// Takes disk for these parts of a file, which is there and long enough.
  ///
  /// @throws IOException when the disk does not have it
  static void take(Path file, List<Span> parts) throws IOException {
    long descriptor = open(file);
    try {
      for (var part : parts) {
        if (!take(file, descriptor, part)) {
          return;
        }
      }
    } finally {
      CLOSE.call(number(descriptor));
    }
  }

  private static boolean take(Path file, long descriptor, Span part) throws IOException {
    long answer =
        FALLOCATE.call(number(descriptor), number(0), number(part.offset()), number(part.length()));
    return switch ((int) -answer) {
      case 0 -> true;
      case ENOSYS, EOPNOTSUPP -> false;
      case ENOSPC, EDQUOT ->
          throw new IOException(
              "no space left on the disk of " + file + "; make room or use another folder");
      default -> throw new IOException("cannot take disk for " + file + " (errno " + -answer + ")");
    };
  }

  private static long open(Path file) throws IOException {
    try (var arena = Arena.ofConfined()) {
      long descriptor = OPEN.call(arena.allocateFrom(file.toString()), number(O_RDWR));
      if (descriptor < 0) {
        throw new IOException("cannot open " + file + " (errno " + -descriptor + ")");
      }
      return descriptor;
    }
  }
}
