package org.cardshop.writer.fuse;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// The cells of a card that was used before (all 0xA5), fewer than it claims if so wished, and the
/// traps that were laid in it.
public final class Medium {
  /// What a card does with addresses that it does not really have.
  public enum Beyond {
    /// They are those at the beginning again.
    WRAPS,
    /// Nothing is kept; reads give what always was there.
    DROPS,
    /// Nothing is kept; reads give zeros.
    ZEROES
  }

  /// What is done with bytes.
  public enum Deed {
    READ,
    WRITE
  }

  /// Gets the bytes before they are written and after they were read, and may change them, wait, or
  /// fail.
  @FunctionalInterface
  public interface Trap {
    void on(Deed deed, long from, ByteBuffer bytes) throws FaultException;
  }

  private static final byte USED = (byte) 0xA5;

  private final long claimed;
  private final Beyond beyond;
  private final byte[] cells;
  private boolean ignoresDiscards;
  private final List<Trap> traps = new CopyOnWriteArrayList<>();

  private Medium(long claimed, long real, Beyond beyond) {
    this.claimed = claimed;
    this.beyond = beyond;
    cells = new byte[Math.toIntExact(real)];
    Arrays.fill(cells, USED);
  }

  public static Medium honest(long size) {
    return new Medium(size, size, Beyond.DROPS);
  }

  public static Medium fake(long claimed, long real, Beyond beyond) {
    return new Medium(claimed, real, beyond);
  }

  public Medium with(Trap trap) {
    traps.add(trap);
    return this;
  }

  /// Takes no notice when it is told that bytes are of no use.
  public Medium ignoringDiscards() {
    ignoresDiscards = true;
    return this;
  }

  void discard(long from, long length) throws FaultException {
    if (!ignoresDiscards) {
      zero(from, length);
    }
  }

  public long size() {
    return claimed;
  }

  /// What the card gives back, traps left out.
  public synchronized byte[] holds(long from, int length) {
    var bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = cell(from + i);
    }
    return bytes;
  }

  void read(long from, ByteBuffer into) throws FaultException {
    synchronized (this) {
      for (int i = 0; i < into.remaining(); ) {
        int n = (int) Math.min(into.remaining() - i, untilEdge(from + i));
        if (from + i < cells.length || beyond == Beyond.WRAPS) {
          into.put(into.position() + i, cells, place(from + i), n);
        } else {
          for (int j = 0; j < n; j++) {
            into.put(into.position() + i + j, cell(from + i + j));
          }
        }
        i += n;
      }
    }
    for (var trap : traps) {
      trap.on(Deed.READ, from, into);
    }
  }

  void write(long from, ByteBuffer bytes) throws FaultException {
    for (var trap : traps) {
      trap.on(Deed.WRITE, from, bytes);
    }
    synchronized (this) {
      for (int i = 0; i < bytes.remaining(); ) {
        int n = (int) Math.min(bytes.remaining() - i, untilEdge(from + i));
        if (from + i < cells.length || beyond == Beyond.WRAPS) {
          bytes.get(bytes.position() + i, cells, place(from + i), n);
        }
        i += n;
      }
    }
  }

  void zero(long from, long length) throws FaultException {
    var zeros = ByteBuffer.allocate(1 << 16);
    for (long at = 0; at < length; at += zeros.capacity()) {
      write(from + at, zeros.clear().limit((int) Math.min(zeros.capacity(), length - at)));
    }
  }

  private byte cell(long at) {
    if (at < cells.length || beyond == Beyond.WRAPS) {
      return cells[place(at)];
    }
    return beyond == Beyond.ZEROES ? 0 : USED;
  }

  private int place(long at) {
    return (int) (at % cells.length);
  }

  private long untilEdge(long at) {
    return cells.length - at % cells.length;
  }
}
