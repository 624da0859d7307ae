package org.cardshop.writer.device;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/// Memory for direct I/O in huge pages, where the kernel has some: it looks up every page of each
/// request, which for small pages takes as long as all else that it does for one.
public final class Buffers {
  private static final long HUGE_PAGE = 2L << 20;

  // asm-generic/mman-common.h
  private static final int PROT_READ_WRITE = 1 | 2;
  private static final int MAP_PRIVATE_ANONYMOUS = 2 | 0x20;
  private static final int MADV_HUGEPAGE = 14;

  private static final MethodHandle MMAP =
      Linux.handle(
          "mmap",
          FunctionDescriptor.of(
              JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG));
  private static final MethodHandle MADVISE =
      Linux.handle("madvise", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG, JAVA_INT));
  private static final MethodHandle MUNMAP =
      Linux.handle("munmap", FunctionDescriptor.of(JAVA_INT, JAVA_LONG, JAVA_LONG));

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
      return Linux.call(
          "cannot take " + length + " bytes of memory",
          errno ->
              (long)
                  MMAP.invokeExact(
                      errno, 0L, length, PROT_READ_WRITE, MAP_PRIVATE_ANONYMOUS, -1, 0L));
    } catch (DeviceException e) {
      throw (Error) new OutOfMemoryError(e.getMessage()).initCause(e);
    }
  }

  private static void advise(long address, long length) {
    try {
      Linux.call(
          "cannot advise on memory",
          errno -> (int) MADVISE.invokeExact(errno, address, length, MADV_HUGEPAGE));
    } catch (DeviceException e) {
      // This kernel has no huge pages: small ones do as well, only slower.
    }
  }

  private static void unmap(long address, long length) {
    try {
      Linux.call(
          "cannot give memory back", errno -> (int) MUNMAP.invokeExact(errno, address, length));
    } catch (DeviceException e) {
      throw new IllegalStateException("what was mapped can be unmapped", e);
    }
  }
}
