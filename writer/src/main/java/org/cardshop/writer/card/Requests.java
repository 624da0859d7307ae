package org.cardshop.writer.card;

import java.io.IOException;
import org.cardshop.writer.device.Device;

/// A device and what is asked of it: how many calls the kernel has now, how many came back. It is
/// closed when its owner is done with it and the last call is back: a descriptor that a stuck
/// thread still uses must not come to mean another file.
final class Requests implements AutoCloseable {
  @FunctionalInterface
  interface Call {
    void on(Device device) throws IOException;
  }

  private final Device device;
  private int open;
  private long answered;
  private boolean isClosed;

  Requests(Device device) {
    this.device = device;
  }

  Device device() {
    return device;
  }

  /// @throws IOException as the call does, or when the device was closed meanwhile
  void ask(Call call) throws IOException {
    begin();
    try {
      call.on(device);
    } finally {
      end();
    }
  }

  synchronized int open() {
    return open;
  }

  synchronized long answered() {
    return answered;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!isClosed) {
      isClosed = true;
      if (open == 0) {
        device.close();
      }
    }
  }

  private synchronized void begin() throws IOException {
    if (isClosed) {
      throw new IOException(device.name() + " was closed");
    }
    open++;
  }

  private synchronized void end() throws IOException {
    open--;
    answered++;
    if (isClosed && open == 0) {
      device.close();
    }
  }
}
