package org.cardshop.creator.archive;

import java.util.OptionalLong;

/// How many bytes a packed content may unpack to: what the recipe declares, else a multiple of its
/// size that no honest archive reaches. A few kilobytes could fill the disk otherwise.
public final class Bound {
  private static final int RATIO = 100;
  private static final long ALWAYS = 1L << 30;

  private final long bytes;
  private final String sentence;
  private long seen;

  private Bound(long bytes, String sentence) {
    this.bytes = bytes;
    this.sentence = sentence;
  }

  /// @param declared by the recipe
  public static Bound of(OptionalLong declared, long packed) {
    if (declared.isPresent()) {
      return new Bound(
          declared.getAsLong(),
          "unpacks to more than the "
              + declared.getAsLong()
              + " bytes that the recipe declares; correct its size");
    }
    return new Bound(
        Math.max(ALWAYS, packed * RATIO),
        "unpacks to more than "
            + RATIO
            + " times its size; if it is really meant, declare the unpacked size in the recipe");
  }

  /// The same with room for what an archive's own structure takes.
  Bound withOverhead() {
    return new Bound(bytes + bytes / 8 + ALWAYS, sentence);
  }

  /// @throws ArchiveException when this many more are too many
  public void add(long more) throws ArchiveException {
    seen += more;
    if (seen > bytes || seen < 0) {
      throw new ArchiveException(sentence);
    }
  }
}
