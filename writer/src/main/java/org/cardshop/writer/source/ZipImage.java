package org.cardshop.writer.source;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// The one image in a zip archive.
final class ZipImage {
  private ZipImage() {}

  /// @return the image's plain bytes; closing them closes the archive
  /// @throws UnusableException when the archive holds no image or several
  static InputStream open(Path file) throws IOException {
    var zip = new ZipFile(file.toFile());
    try {
      return new Checked(zip, only(file, zip));
    } catch (IOException e) {
      zip.close();
      throw e;
    }
  }

  private static ZipEntry only(Path file, ZipFile zip) throws UnusableException {
    List<? extends ZipEntry> files =
        zip.stream()
            .filter(e -> !e.isDirectory())
            .filter(e -> !e.getName().startsWith("__MACOSX/") && !e.getName().startsWith(".meta/"))
            .toList();
    var images =
        files.stream().filter(e -> e.getName().toLowerCase(Locale.ROOT).endsWith(".img")).toList();
    var candidates = images.isEmpty() ? files : images;
    if (candidates.size() != 1) {
      throw new UnusableException(
          file
              + (candidates.isEmpty() ? " holds no image" : " holds several files")
              + "; unpack it and name the .img file.");
    }
    return candidates.getFirst();
  }

  /// The JDK checks neither sum nor length of what it reads from the middle of an archive.
  private static final class Checked extends CheckedInputStream {
    private final ZipFile zip;
    private final ZipEntry entry;
    private long length;

    Checked(ZipFile zip, ZipEntry entry) throws IOException {
      super(Objects.requireNonNull(zip.getInputStream(entry)), new CRC32());
      this.zip = zip;
      this.entry = entry;
    }

    @Override
    public int read() throws IOException {
      var one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int most) throws IOException {
      int n = super.read(into, offset, most);
      if (n >= 0) {
        length += n;
      } else if (length < entry.getSize()) {
        throw new EOFException("it ends early");
      } else if (getChecksum().getValue() != entry.getCrc()) {
        throw new ZipException("its checksum is wrong");
      }
      return n;
    }

    @Override
    public void close() throws IOException {
      try (zip) {
        super.close();
      }
    }
  }
}
