package org.cardshop.creator.archive;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.Date;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.cardshop.creator.cache.FileContent;

/// Writes other archives as plain tar files, which can be used without unpacking. The same archive
/// gives the same bytes.
public final class TarWriting {
  private static final int BUFFER = 1 << 18;

  private TarWriting() {}

  /// A new tar file whose members have no owner and no time.
  public static TarArchiveOutputStream open(Path part) throws IOException {
    OutputStream file = new BufferedOutputStream(Files.newOutputStream(part), BUFFER);
    var tar = new TarArchiveOutputStream(file, "UTF-8");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
    tar.setAddPaxHeadersForNonAsciiNames(true);
    return tar;
  }

  /// A member to put into such a file.
  public static TarArchiveEntry member(String name, byte type, int mode, long size) {
    var entry = new TarArchiveEntry(name, type, true);
    entry.setMode(mode);
    entry.setModTime(Date.from(Instant.EPOCH));
    entry.setIds(0, 0);
    entry.setNames("", "");
    entry.setSize(size);
    return entry;
  }

  static void ofZip(FileContent zip, Path part, Bound bound)
      throws IOException, InterruptedException {
    try (var channel = FileChannel.open(zip.path());
        var file = ZipFile.builder().setSeekableByteChannel(channel).setCharset("UTF-8").get();
        var tar = open(part)) {
      for (var entry : Collections.list(file.getEntries())) {
        add(file, entry, tar, bound);
      }
    } catch (ArchiveException e) {
      throw e;
    } catch (IOException | IllegalArgumentException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      throw new ArchiveException("is no whole zip archive: " + e.getMessage(), e);
    }
    zip.requireUnchanged();
  }

  private static void add(
      ZipFile file, ZipArchiveEntry entry, TarArchiveOutputStream tar, Bound bound)
      throws IOException, InterruptedException {
    var name = entry.getName();
    if (!file.canReadEntryData(entry)) {
      throw new ArchiveException(
          "holds '" + name + "', which is encrypted or packed in a way that is not known");
    }
    int mode = entry.getUnixMode() & 07777;
    if (entry.isDirectory()) {
      tar.putArchiveEntry(member(name, TarConstants.LF_DIR, mode, 0));
    } else if (entry.isUnixSymlink()) {
      bound.add(entry.getSize());
      try (var in = file.getInputStream(entry)) {
        var link = member(name, TarConstants.LF_SYMLINK, mode, 0);
        link.setLinkName(new String(in.readNBytes(1 << 16), StandardCharsets.UTF_8));
        tar.putArchiveEntry(link);
      }
    } else {
      tar.putArchiveEntry(member(name, TarConstants.LF_NORMAL, mode, entry.getSize()));
      // The library does not compare the checksums of what it unpacks.
      try (var in = new CheckedInputStream(file.getInputStream(entry), new CRC32())) {
        Unpacking.copy(in, tar, bound);
        if (in.getChecksum().getValue() != entry.getCrc()) {
          throw new ArchiveException("holds '" + name + "' damaged; fetch or pack it anew");
        }
      }
    }
    tar.closeArchiveEntry();
  }

  /// The same archive with the holes of its members written out.
  static void withoutHoles(FileContent archive, Path part, Bound bound)
      throws IOException, InterruptedException {
    try (InputStream file = new BufferedInputStream(Files.newInputStream(archive.path()), BUFFER);
        var in = new TarArchiveInputStream(file, "UTF-8");
        var tar = open(part)) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte type = entry.isSparse() ? TarConstants.LF_NORMAL : entry.getLinkFlag();
        long size = entry.isFile() ? entry.getRealSize() : 0;
        var member = member(entry.getName(), type, entry.getMode(), size);
        member.setLinkName(entry.getLinkName());
        tar.putArchiveEntry(member);
        if (size > 0) {
          Unpacking.copy(in, tar, bound);
        }
        tar.closeArchiveEntry();
      }
    }
    archive.requireUnchanged();
  }
}
