package org.cardshop.writer.fuse;

import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.cardshop.writer.fuse.Medium.Deed;
import org.cardshop.writer.fuse.Medium.Trap;

/// What goes wrong on cards.
public final class Traps {
  private static final int EIO = 5;

  private Traps() {}

  /// One bit of the byte at this address is turned over.
  public static Trap flip(Deed deed, long at, int times) {
    return trap(
        deed,
        at,
        times,
        (from, bytes) -> {
          int index = bytes.position() + (int) (at - from);
          bytes.put(index, (byte) (bytes.get(index) ^ 0x10));
        });
  }

  /// The medium reports an input/output error.
  public static Trap fault(Deed deed, long at, int times) {
    return trap(
        deed,
        at,
        times,
        (_, _) -> {
          throw new FaultException(EIO);
        });
  }

  /// Whoever touches the address waits.
  ///
  /// @param reached counted down when someone does
  public static Trap gate(Deed deed, long at, CountDownLatch reached, CountDownLatch opened) {
    return trap(
        deed,
        at,
        Integer.MAX_VALUE,
        (_, _) -> {
          reached.countDown();
          try {
            opened.await();
          } catch (InterruptedException e) {
            throw new FaultException(EIO);
          }
        });
  }

  /// Does something when the address is first touched.
  public static Trap once(Deed deed, long at, Runnable act) {
    return trap(deed, at, 1, (_, _) -> act.run());
  }

  /// From the first touch of the address on nothing is answered but errors, as of a reader whose
  /// card was pulled.
  ///
  /// @param act done at that touch
  public static Trap last(Deed deed, long at, Runnable act) {
    var isOver = new AtomicBoolean();
    return (done, from, bytes) -> {
      if (done == deed
          && at >= from
          && at < from + bytes.remaining()
          && isOver.compareAndSet(false, true)) {
        act.run();
      }
      if (isOver.get()) {
        throw new FaultException(EIO);
      }
    };
  }

  @FunctionalInterface
  private interface Act {
    void on(long from, ByteBuffer bytes) throws FaultException;
  }

  private static Trap trap(Deed deed, long at, int times, Act act) {
    var left = new AtomicInteger(times);
    return (done, from, bytes) -> {
      if (done == deed
          && at >= from
          && at < from + bytes.remaining()
          && left.getAndDecrement() > 0) {
        act.on(from, bytes);
      }
    };
  }
}
