package org.cardshop.writer.device;

import java.io.IOException;
import java.lang.foreign.MemorySegment;

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

  /// Makes the range read as zero, in the fastest way that the device has.
  void zero(long offset, long length) throws DeviceException;

  /// Returns when all that was written is on the medium, and forgets what memory still holds of it.
  void settle() throws DeviceException;

  /// Lets the kernel see what was written, when nothing is left to write.
  void publish() throws DeviceException;

  @Override
  void close() throws DeviceException;
}
