package org.cardshop.platform.foreign;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.util.Arrays;

/// A function of the C library that takes at most six numbers and addresses and sets `errno`. Only
/// for 64-bit Linux.
///
/// All have one shape, six addresses in and a number out: for each shape that Java meets it spins
/// some thirty classes, which takes longer than a small card is written (docs/adr/0017). The
/// calling conventions there pass the first six numbers or addresses alike, in registers of 64
/// bits, and a function looks at no more of them than it takes.
public final class CFunction {
  private static final int WORDS = 6;
  private static final int EINTR = 4;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final VarHandle ERRNO =
      Linker.Option.captureStateLayout().varHandle(PathElement.groupElement("errno"));
  private static final ThreadLocal<MemorySegment> STATE =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(Linker.Option.captureStateLayout()));

  private final MethodHandle handle;
  private final boolean isInt;

  @SuppressWarnings("restricted")
  private CFunction(String name, boolean isInt) {
    var words = new MemoryLayout[WORDS];
    Arrays.fill(words, ADDRESS);
    handle =
        LINKER.downcallHandle(
            LINKER.defaultLookup().findOrThrow(name),
            FunctionDescriptor.of(JAVA_LONG, words),
            Linker.Option.captureCallState("errno"));
    this.isInt = isInt;
  }

  /// A function that returns an `int`, negative when it fails.
  public static CFunction ofInt(String name) {
    return new CFunction(name, true);
  }

  /// A function that returns a `long`, an `off_t`, a `ssize_t` or an address, negative when it
  /// fails.
  public static CFunction ofLong(String name) {
    return new CFunction(name, false);
  }

  /// A number as an argument.
  public static MemorySegment number(long value) {
    return MemorySegment.ofAddress(value);
  }

  /// Calls it, again whenever a signal interrupts it. Memory that an argument points to is kept
  /// meanwhile, whoever closes its arena.
  ///
  /// @param arguments at most six
  /// @return what the function returns, or `-errno` when it failed
  public long call(MemorySegment... arguments) {
    var words = Arrays.copyOf(arguments, WORDS);
    Arrays.fill(words, arguments.length, WORDS, MemorySegment.NULL);
    var state = STATE.get();
    while (true) {
      long register = once(state, words);
      long answer = isInt ? (int) register : register; // an int leaves anything in the upper half
      if (answer >= 0) {
        return answer;
      }
      int errno = (int) ERRNO.get(state, 0L);
      if (errno != EINTR) {
        return -errno;
      }
    }
  }

  private long once(MemorySegment state, MemorySegment[] words) {
    try {
      return (long)
          handle.invokeExact(state, words[0], words[1], words[2], words[3], words[4], words[5]);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call into the C library throws nothing of its own", e);
    }
  }
}
