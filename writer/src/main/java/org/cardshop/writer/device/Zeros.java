package org.cardshop.writer.device;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Zero bytes to write.
final class Zeros {
  private static final MemorySegment ZEROS =
      Arena.global().allocate(1 << 20, Device.ALIGNMENT).asReadOnly();

  private Zeros() {}

  static void write(Device to, long offset, long length) throws DeviceException {
    for (long done = 0; done < length; done += ZEROS.byteSize()) {
      to.write(offset + done, ZEROS.asSlice(0, Math.min(ZEROS.byteSize(), length - done)));
    }
  }
}
