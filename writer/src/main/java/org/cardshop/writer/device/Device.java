package org.cardshop.writer.device;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/// What holds a card's bytes, opened: one descriptor from the proof to the end. Any number of
/// threads may read and write at once.
///
/// Buffers are native segments aligned to [#ALIGNMENT]; offsets and lengths are multiples of
/// [#block()], but for the end of a plain file.
public sealed interface Device extends AutoCloseable permits BlockDevice, PlainFile {
  /// Fits direct I/O of every device: the largest block in use.
  int ALIGNMENT = 4096;

  /// What a person calls it: the path by which it was opened.
  String name();

  /// Capacity in bytes.
  long size();

  /// The unit of direct I/O in bytes.
  int block();

  /// Which medium answers on this descriptor now.
  MediumId medium() throws IOException;

  /// Fills the segment from the medium itself, past the page cache.
  void read(long offset, MemorySegment into) throws DeviceException;

  void write(long offset, MemorySegment bytes) throws DeviceException;

  /// Makes the range read as zero, in the fastest way that the device promises to be sure.
  void zero(long offset, long length) throws DeviceException;

  /// Makes the range read as zero by writing zeros.
  default void writeZeros(long offset, long length) throws DeviceException {
    Zeros.write(this, offset, length);
  }

  /// The unit in bytes in which the device can be told that bytes are of no use; 0 when it cannot.
  default long discardUnit() throws IOException {
    return 0;
  }

  /// Tells the device that the bytes are of no use. What is read there afterwards is not known.
  ///
  /// @throws UnsupportedOperationException when [#discardUnit()] is 0
  default void discard(long offset, long length) throws DeviceException {
    throw new UnsupportedOperationException(name() + " cannot discard");
  }

  /// Returns when all that was written is on the medium, and forgets what memory still holds of it.
  void settle() throws IOException;

  /// Forgets what memory holds of the medium, so that the next read is answered by the medium.
  void forget() throws IOException;

  /// The card's own number, where the reader tells it.
  default Optional<String> serial() throws IOException {
    return Optional.empty();
  }

  /// Maker and model, for a person; may be empty.
  default String details() throws IOException {
    return "";
  }

  /// Lets the kernel see what was written, when nothing is left to write.
  void publish() throws DeviceException;

  @Override
  void close() throws DeviceException;
}
