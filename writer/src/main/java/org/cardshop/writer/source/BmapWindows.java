package org.cardshop.writer.source;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// An image as its block map has it: the checksum of each range is compared as the range goes by,
/// and what is in no range is zero, whatever the file has there. A range left out is not *free*:
/// files whose zeros became holes would read wrong on a used card.
final class BmapWindows implements Windows {
  private final Path image;
  private final Windows windows;
  private final Bmap bmap;
  private final List<Bmap.Range> ranges;
  private final Optional<MessageDigest> digest;
  private int next;
  private long offset;

  BmapWindows(Path image, Windows windows, Bmap bmap) {
    this.image = image;
    this.windows = windows;
    this.bmap = bmap;
    ranges = bmap.ranges();
    digest = bmap.algorithm().map(Bmap::digest);
  }

  @Override
  public int fill(byte[] window) throws IOException {
    boolean isMapped = next < ranges.size() && ranges.get(next).from() < offset + window.length;
    int length = isMapped ? windows.fill(window) : windows.pass(window);
    if (length < window.length && offset + length != bmap.size()) {
      throw wrongSize(offset + length);
    }
    if (offset + length > bmap.size()) {
      throw wrongSize(offset + length);
    }
    check(window, length);
    offset += length;
    return length;
  }

  @Override
  public int pass(byte[] window) throws IOException {
    return fill(window);
  }

  @Override
  public long done() throws IOException {
    return windows.done();
  }

  @Override
  public long total() throws IOException {
    return windows.total();
  }

  /// The image's own bytes are closed by whoever opened them.
  @Override
  public void close() {}

  /// Feeds the digest with what is mapped of the window and zeroes what is not.
  private void check(byte[] window, int length) throws UnusableException {
    int at = 0;
    while (next < ranges.size() && ranges.get(next).from() < offset + length) {
      var range = ranges.get(next);
      int from = (int) Math.max(range.from() - offset, 0);
      int to = (int) Math.min(range.to() - offset, length);
      Arrays.fill(window, at, from, (byte) 0);
      digest.ifPresent(d -> d.update(window, from, to - from));
      at = to;
      if (range.to() > offset + length) {
        break;
      }
      requireChecksum(range);
      next++;
    }
    Arrays.fill(window, at, length, (byte) 0);
  }

  private void requireChecksum(Bmap.Range range) throws UnusableException {
    if (digest.isPresent()
        && !HexFormat.of().formatHex(digest.get().digest()).equals(range.checksum().orElse(""))) {
      throw new UnusableException(
          image
              + " is not what its block map says at bytes "
              + range.from()
              + " to "
              + range.to()
              + "; get the image again.");
    }
  }

  private UnusableException wrongSize(long size) {
    return new UnusableException(
        image
            + " has "
            + (size > bmap.size() ? "more" : "only " + size)
            + " bytes, but its block map is of "
            + bmap.size()
            + "; they do not belong together.");
  }
}
