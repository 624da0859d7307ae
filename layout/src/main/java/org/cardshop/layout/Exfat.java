package org.cardshop.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Span;

/// What an exFAT volume of an image says of itself: name, whether there is a file in it, which
/// clusters are in use.
public final class Exfat {
  private static final int SECTOR = 512;
  private static final int NAME_AT = 3;
  private static final int DIRTY = 2;
  private static final int SECOND_TABLE = 1;

  private final FileChannel image;
  private final long offset;
  private final ByteBuffer boot;

  private Exfat(FileChannel image, long offset, ByteBuffer boot) {
    this.image = image;
    this.offset = offset;
    this.boot = boot;
  }

  /// Empty when there is no exFAT at the offset.
  ///
  /// @param image stays open as long as the result is used
  public static Optional<Exfat> at(FileChannel image, long offset) throws IOException {
    if (image.size() < offset + SECTOR) {
      return Optional.empty();
    }
    var boot = Patch.read(image, offset, SECTOR);
    var name = new byte[ExfatBoot.NAME.length];
    boot.get(NAME_AT, name);
    boolean isSound =
        Arrays.equals(name, ExfatBoot.NAME)
            && boot.getShort(510) == (short) 0xaa55
            && boot.get(108) >= 9
            && boot.get(108) <= 12
            && boot.get(109) >= 0
            && boot.get(108) + boot.get(109) <= 25
            && boot.getInt(92) > 0;
    return isSound ? Optional.of(new Exfat(image, offset, boot)) : Optional.empty();
  }

  /// Empty when it has none.
  public String label() throws IOException {
    var label = entries(ExfatEntry.LABEL).stream().findFirst();
    if (label.isEmpty()) {
      return "";
    }
    var units = new StringBuilder();
    int length = Math.min(label.get().get(1), ExfatEntry.LONGEST_LABEL);
    for (int i = 0; i < length; i++) {
      units.append(label.get().getChar(2 + 2 * i));
    }
    return units.toString();
  }

  public int serial() {
    return boot.getInt(100);
  }

  /// Whether the root holds neither file nor folder.
  public boolean isEmpty() throws IOException {
    return entries(ExfatEntry.FILE).isEmpty();
  }

  /// Bytes of the image in clusters that nothing uses, ascending and merged. A volume that was not
  /// properly unmounted has nothing free.
  public List<Span> free() throws IOException {
    int flags = boot.getShort(106);
    if ((flags & DIRTY) != 0) {
      return List.of();
    }
    // The second of two bitmaps goes with the second table (section 7.1.2).
    int active = flags & SECOND_TABLE;
    for (var entry : entries(ExfatEntry.BITMAP)) {
      if ((entry.get(1) & SECOND_TABLE) == active) {
        return clear(BitSet.valueOf(chain(entry.getInt(20), entry.getLong(24))));
      }
    }
    throw damaged("has no allocation bitmap");
  }

  private List<Span> clear(BitSet used) {
    var spans = new ArrayList<Span>();
    int clusters = boot.getInt(92);
    for (int from = used.nextClearBit(0); from < clusters; ) {
      int set = used.nextSetBit(from);
      int to = set < 0 ? clusters : Math.min(set, clusters);
      spans.add(new Span(clusterAt(from + 2), (long) (to - from) * cluster()));
      from = used.nextClearBit(to);
    }
    return spans;
  }

  /// The root's entries of a type.
  private List<ByteBuffer> entries(int type) throws IOException {
    var found = new ArrayList<ByteBuffer>();
    var root = chain(boot.getInt(96), Long.MAX_VALUE);
    for (int at = 0; at < root.limit() && root.get(at) != 0; at += ExfatEntry.LENGTH) {
      if (root.get(at) == (byte) type) {
        found.add(root.slice(at, ExfatEntry.LENGTH).order(root.order()));
      }
    }
    return found;
  }

  /// The bytes of a chain in the table, at most that many.
  private ByteBuffer chain(int first, long length) throws IOException {
    var clusters = new ArrayList<Integer>();
    var seen = new BitSet();
    for (int at = first; at != -1 && (long) clusters.size() * cluster() < length; at = next(at)) {
      if (at < 2 || at - 2 >= boot.getInt(92) || seen.get(at)) {
        throw damaged("has a chain that leads to cluster " + Integer.toUnsignedString(at));
      }
      seen.set(at);
      clusters.add(at);
    }
    var bytes = ByteBuffer.allocate(Math.multiplyExact(clusters.size(), cluster()));
    for (int cluster : clusters) {
      bytes.put(Patch.read(image, clusterAt(cluster), cluster()));
    }
    return bytes.flip().limit((int) Math.min(bytes.limit(), length)).order(boot.order());
  }

  private int next(int cluster) throws IOException {
    long table = offset + unsigned(80) * sector();
    if ((boot.getShort(106) & SECOND_TABLE) != 0) {
      table += unsigned(84) * sector();
    }
    return Patch.read(image, table + 4L * cluster, 4).getInt(0);
  }

  private long clusterAt(int cluster) {
    return offset + unsigned(88) * sector() + (cluster - 2L) * cluster();
  }

  private int cluster() {
    return sector() << boot.get(109);
  }

  private int sector() {
    return 1 << boot.get(108);
  }

  private long unsigned(int field) {
    return Integer.toUnsignedLong(boot.getInt(field));
  }

  private static IOException damaged(String what) {
    return new IOException("the exFAT partition is damaged: it " + what + "; repair it");
  }
}
