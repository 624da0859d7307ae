package org.cardshop.writer.fuse;

/// A call fails with this error number.
public final class FaultException extends Exception {
  private static final long serialVersionUID = 1L;

  final int errno;

  FaultException(int errno) {
    super("errno " + errno);
    this.errno = errno;
  }
}
