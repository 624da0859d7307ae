package org.cardshop.benchmark;

import java.util.regex.Pattern;

/// Reads what `jcmd GC.heap_info` and `/proc` say of a process's memory.
final class Heap {
  /// "garbage-first heap total 532480K, used 21504K" and the two generations of the serial one.
  private static final Pattern USED =
      Pattern.compile(
          "(?:garbage-first heap|def new generation|tenured generation)[^\\n]*used (\\d+)K");

  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private Heap() {}

  static long used(String heapInfo) {
    long used =
        USED.matcher(heapInfo).results().mapToLong(m -> Long.parseLong(m.group(1)) << 10).sum();
    if (used == 0) {
      throw new IllegalArgumentException("jcmd does not say how much is used:\n" + heapInfo);
    }
    return used;
  }

  static long resident(String status) {
    var matcher = RESIDENT.matcher(status);
    if (!matcher.find()) {
      throw new IllegalArgumentException("the kernel does not say what is resident:\n" + status);
    }
    return Long.parseLong(matcher.group(1)) << 10;
  }
}
