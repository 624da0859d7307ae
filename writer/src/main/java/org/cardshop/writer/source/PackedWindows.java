package org.cardshop.writer.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A packed image, unpacked as it is read.
final class PackedWindows implements Windows {
  private final Path file;
  private final long total;
  private final InputStream plain;
  private long unpacked;
  private Counted packed = new Counted(InputStream.nullInputStream());

  /// @throws UnusableException when the archive cannot be one
  PackedWindows(Path file, Packing packing) throws IOException {
    this.file = file;
    total = Files.size(file);
    try {
      plain = packing == Packing.ZIP ? ZipImage.open(file) : packing.unpack(counted());
    } catch (UnusableException e) {
      throw e;
    } catch (IOException e) {
      packed.close();
      throw damaged(e);
    }
  }

  @Override
  public int fill(byte[] window) throws IOException {
    try {
      int n = plain.readNBytes(window, 0, window.length);
      unpacked += n;
      return n;
    } catch (IOException e) {
      throw damaged(e);
    }
  }

  @Override
  public int pass(byte[] window) throws IOException {
    return fill(window);
  }

  /// Of a zip archive only the plain bytes are known, which may be more than the file has.
  @Override
  public long done() {
    return packed.bytes > 0 ? packed.bytes : Math.min(unpacked, total);
  }

  @Override
  public long total() {
    return total;
  }

  @Override
  public void close() throws IOException {
    plain.close();
  }

  private InputStream counted() throws IOException {
    packed = new Counted(Files.newInputStream(file));
    return packed;
  }

  private UnusableException damaged(IOException e) {
    return new UnusableException(
        file
            + " is torn or damaged after "
            + unpacked
            + " unpacked bytes ("
            + e.getMessage()
            + "); get it again.",
        e);
  }

  private static final class Counted extends FilterInputStream {
    private long bytes;

    Counted(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int b = super.read();
      bytes += b < 0 ? 0 : 1;
      return b;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int n = super.read(into, offset, length);
      bytes += Math.max(n, 0);
      return n;
    }
  }
}
