package org.cardshop.writer.device;

import static org.cardshop.platform.foreign.CFunction.number;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.cardshop.platform.foreign.CFunction;

/// Memory for direct I/O in huge pages, where the kernel has some: it looks up every page of each
/// request, which for small pages takes as long as all else that it does for one.
public final class Buffers {
  private static final long HUGE_PAGE = 2L << 20;

  // asm-generic/mman-common.h
  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE_ANONYMOUS = 2 | 0x20;
  private static final int MADV_HUGEPAGE = 14;

  private static final CFunction MMAP = CFunction.ofLong("mmap");
  private static final CFunction MADVISE = CFunction.ofInt("madvise");
  private static final CFunction MUNMAP = CFunction.ofInt("munmap");

  private Buffers() {}

  /// Takes memory that is zero and aligned to 2 MiB. It takes room only where it is touched.
  ///
  /// @param arena when this one is closed the memory is given back
  /// @param length bytes
  @SuppressWarnings("restricted") // exactly so long is what the kernel gave
  public static MemorySegment allocate(Arena arena, long length) {
    long taken = length + HUGE_PAGE;
    long address = map(taken);
    var all =
        MemorySegment.ofAddress(address).reinterpret(taken, arena, _ -> unmap(address, taken));
    var aligned = all.asSlice(-address & (HUGE_PAGE - 1), length);
    advise(aligned.address(), length);
    return aligned;
  }

  private static long map(long length) {
    try {
      return Linux.require(
          "cannot take " + length + " bytes of memory",
          MMAP.call(
              MemorySegment.NULL,
              number(length),
              number(PROT_READ_WRITE),
              number(MAP_PRIVATE_ANONYMOUS),
              number(-1),
              number(0)));
    } catch (DeviceException e) {
      throw (Error) new OutOfMemoryError(e.getMessage()).initCause(e);
    }
  }

  /// A kernel without huge pages fails: small ones do as well, only slower.
  private static void advise(long address, long length) {
    MADVISE.call(number(address), number(length), number(MADV_HUGEPAGE));
  }

  private static void unmap(long address, long length) {
    try {
      Linux.require("cannot give memory back", MUNMAP.call(number(address), number(length)));
    } catch (DeviceException e) {
      throw new IllegalStateException("what was mapped can be unmapped", e);
    }
  }
}
