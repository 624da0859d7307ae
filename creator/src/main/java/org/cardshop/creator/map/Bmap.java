package org.cardshop.creator.map;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.List;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.platform.digest.Digests;
import org.jspecify.annotations.Nullable;

/// Makes a block map, version 2.0, for programs like `bmaptool`. Whoever writes by it leaves out
/// what it does not name, so it names data and zero: what is zero must be so on the card.
public final class Bmap {
  private static final int PIECE = 1 << 20;
  private static final String NO_CHECKSUM = "0".repeat(64);

  private final FileChannel image;
  private final LongConsumer done;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE);

  private Bmap(FileChannel image, LongConsumer done) {
    this.image = image;
    this.done = done;
  }

  /// Reads what the map names, and checks it.
  ///
  /// @param file the image in a file
  /// @param manifest its own; one without free spans makes a map that names everything
  /// @param done told the bytes of the image that were gone through
  /// @throws IOException when the file is not the manifest's image
  public static String of(Path file, Manifest manifest, LongConsumer done)
      throws IOException, InterruptedException {
    try (var image = FileChannel.open(file)) {
      if (image.size() != manifest.size()) {
        throw differs("has " + image.size() + " bytes instead of " + manifest.size());
      }
      return new Bmap(image, done).xml(manifest);
    }
  }

  private String xml(Manifest manifest) throws IOException, InterruptedException {
    // By offset; a chunk has a digest of its own, what is zero has none.
    var parts = new TreeMap<Long, Span>();
    var chunks = new TreeMap<Long, Chunk>();
    manifest.zero().forEach(zero -> parts.put(zero.offset(), zero));
    for (var chunk : manifest.chunks()) {
      parts.put(chunk.offset(), chunk.span());
      chunks.put(chunk.offset(), chunk);
    }
    var lines = new StringBuilder();
    long blocks = 0;
    for (var range : Grid.merged(List.copyOf(parts.values()))) {
      var digest = Digests.sha256();
      for (var part : parts.subMap(range.offset(), range.end()).values()) {
        read(part, chunks.get(part.offset()), digest);
      }
      long first = range.offset() / Grid.BLOCK;
      long last = (range.end() - 1) / Grid.BLOCK;
      blocks += last - first + 1;
      lines.append(
          "        <Range chksum=\"%s\"> %s </Range>\n"
              .formatted(Sha256.of(digest), first == last ? first : first + "-" + last));
    }
    return signed(head(manifest.size(), blocks) + lines + "    </BlockMap>\n</bmap>\n");
  }

  /// @param chunk null for what must be zero
  private void read(Span part, @Nullable Chunk chunk, MessageDigest range)
      throws IOException, InterruptedException {
    var own = Digests.sha256();
    for (long at = part.offset(); at < part.end(); at += PIECE) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      buffer.clear().limit((int) Math.min(PIECE, part.end() - at));
      while (buffer.hasRemaining()) {
        if (image.read(buffer, at + buffer.position()) < 0) {
          throw differs("became shorter while it was read");
        }
      }
      range.update(buffer.flip().duplicate());
      if (chunk != null) {
        own.update(buffer);
      } else if (!Grid.isZero(buffer)) {
        throw differs("is not zero at " + at);
      }
      done.accept(at);
    }
    if (chunk != null && !Sha256.of(own).equals(chunk.sha256())) {
      throw differs("has other bytes at " + part.offset());
    }
  }

  private static IOException differs(String how) {
    return new IOException(
        "the image is not the one of the manifest beside it: it "
            + how
            + "; map it without --bmap to make its manifest anew");
  }

  private static String head(long size, long blocks) {
    return """
    <?xml version="1.0" ?>
    <!-- What an image holds, block by block. Blocks that are not named here are read by no one
         and need not be written. Named ones may be holes in the image's file: they are zero and
         must be zero on the card, too. -->
    <bmap version="2.0">
        <ImageSize> %d </ImageSize>
        <BlockSize> %d </BlockSize>
        <BlocksCount> %d </BlocksCount>
        <MappedBlocksCount> %d </MappedBlocksCount>
        <ChecksumType> sha256 </ChecksumType>
        <BmapFileChecksum> %s </BmapFileChecksum>
        <BlockMap>
    """
        .formatted(size, Grid.BLOCK, Math.ceilDiv(size, (long) Grid.BLOCK), blocks, NO_CHECKSUM);
  }

  /// The checksum is that of the map with zeros in its place.
  private static String signed(String xml) {
    var checksum = Sha256.of(xml.getBytes(StandardCharsets.US_ASCII));
    return xml.replace(NO_CHECKSUM, checksum.hex());
  }
}
