package org.cardshop.writer.card;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.writer.device.Device;

/// What stamps that did not come back say about a card's real size.
final class Capacity {
  private static final double GB = 1e9;

  /// A stamp that was not found.
  ///
  /// @param instead the address of the stamp that lies there; a card that wraps around mirrors it
  record Miss(long address, Optional<Long> instead) {}

  private Capacity() {}

  /// @param stamped all addresses beyond the first MiB, ascending
  /// @param misses not empty
  static String sentence(Device device, List<Long> stamped, List<Miss> misses) {
    var real = real(stamped, misses);
    if (real.isEmpty()) {
      return device.name()
          + " lost what was written at byte "
          + misses.stream().mapToLong(Miss::address).min().orElseThrow()
          + "; throw the card away.";
    }
    return device.name()
        + " claims "
        + readable(device.size())
        + ", holds about "
        + readable(real.getAsLong())
        + ": it is a fake; throw the card away.";
  }

  /// Mirrored stamps tell it exactly: they lie a multiple of it apart. Lost ones tell between which
  /// two addresses it lies; when some above are fine, it is something else that is wrong.
  static OptionalLong real(List<Long> stamped, List<Miss> misses) {
    long mirror =
        misses.stream()
            .flatMap(m -> m.instead.map(at -> Math.abs(at - m.address)).stream())
            .reduce(0L, Capacity::commonDivisor);
    if (mirror > 0) {
      return OptionalLong.of(mirror);
    }
    var lost = misses.stream().map(Miss::address).sorted().toList();
    long firstLost = lost.getFirst();
    long lastKept =
        stamped.stream().filter(a -> !lost.contains(a)).mapToLong(a -> a).max().orElse(0);
    return firstLost == 0 || lastKept > firstLost
        ? OptionalLong.empty()
        : OptionalLong.of((lastKept + firstLost) / 2);
  }

  private static long commonDivisor(long a, long b) {
    return b == 0 ? a : commonDivisor(b, a % b);
  }

  private static String readable(long bytes) {
    if (bytes < GB) {
      return Math.round(bytes / 1e6) + " MB";
    }
    return bytes < 10 * GB
        ? String.format(Locale.ROOT, "%.1f GB", bytes / GB)
        : Math.round(bytes / GB) + " GB";
  }
}
