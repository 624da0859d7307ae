package org.cardshop.layout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

/// A FAT12, FAT16 or FAT32 partition of an image: what of it is free, and how it would look with a
/// file more. Nothing is written; changes are told as pieces to lay over the image. Section names
/// are those of Microsoft's "FAT: General Overview of On-Disk Format" 1.03.
public final class Fat {
  private static final int INFO_LEAD = 0x41615252;
  private static final int INFO_STRUCT = 0x61417272;
  private static final int INFO_FREE = 488;
  private static final int INFO_NEXT = 492;

  /// Of a folder ("FAT Directory Structure": it is smaller than 65536 entries).
  private static final int MOST_SLOTS = 65536;

  private final FileChannel image;
  private final long offset;
  private final FatBoot boot;

  private Fat(FileChannel image, long offset, FatBoot boot) {
    this.image = image;
    this.offset = offset;
    this.boot = boot;
  }

  /// Empty when there is no FAT volume at the offset.
  ///
  /// @param image stays open as long as the result is used
  public static Optional<Fat> at(FileChannel image, long offset) throws IOException {
    if (image.size() < offset + FatBoot.LENGTH) {
      return Optional.empty();
    }
    return FatBoot.of(Patch.read(image, offset, FatBoot.LENGTH))
        .map(boot -> new Fat(image, offset, boot));
  }

  /// Bytes of the image in clusters that no file uses, ascending and merged. What lies outside of
  /// clusters is never free, be it read or not. A volume that was not properly unmounted has
  /// nothing free, since its table may lag behind its folders.
  ///
  /// @throws IOException when the image cannot be read or is cut off
  public List<Span> free() throws IOException {
    var table = FatTable.of(boot, patch());
    if (!boot.isClean() || !table.isClean()) {
      return List.of();
    }
    var spans = new ArrayList<Span>();
    var free = table.free();
    for (int from = free.nextSetBit(0); from >= 0; ) {
      int to = free.nextClearBit(from);
      spans.add(new Span(offset + boot.clusterAt(from), (long) (to - from) * boot.cluster()));
      from = free.nextSetBit(to);
    }
    return spans;
  }

  /// What to lay over the image so that the root folder holds a file. One of the same name in
  /// whatever case is replaced. The pieces are ascending, made of whole sectors, and fill the rest
  /// of the file's last cluster with zeros.
  ///
  /// @throws LayoutException when the name is not possible or there is no room
  /// @throws IOException when the image cannot be read or its file system is damaged
  public List<Piece.Bytes> put(String name, byte[] content) throws LayoutException, IOException {
    var fault = PortableName.fault(name);
    if (fault.isPresent()) {
      throw new LayoutException("the boot partition's file " + name + " " + fault.get());
    }
    var volume = patch();
    var table = FatTable.of(boot, volume);
    var root = root(volume, table);
    var replaced = root.find(name);
    if (replaced.isPresent()) {
      remove(replaced.get(), root, table);
    }
    var shadowed = root.findAlias(name);
    if (shadowed.isPresent()) {
      throw new LayoutException(
          name + " is the short name of " + shadowed.get().name() + " in the boot partition");
    }
    var free = table.free();
    var chain = take(free, Math.ceilDiv(content.length, boot.cluster()), name);
    table.link(chain);
    write(content, chain, volume);
    var alias = FatAlias.of(name, root.aliases());
    makeRoom(root, FatSlot.count(name, alias), name, table, free, volume);
    root.add(FatSlot.of(name, alias, chain.isEmpty() ? 0 : chain.getFirst(), content.length));
    table.into(volume);
    account(table, chain, volume);
    return volume.pieces();
  }

  private Patch patch() {
    return new Patch(image, offset, boot.sector());
  }

  private FatFolder root(Patch volume, FatTable table) throws IOException {
    if (boot.rootLength() > 0) {
      return FatFolder.of(volume, List.of(boot.rootAt()), boot.rootLength());
    }
    var parts = table.chain(boot.rootCluster()).stream().map(boot::clusterAt).toList();
    return FatFolder.of(volume, parts, boot.cluster());
  }

  private static void remove(FatFolder.Entry entry, FatFolder root, FatTable table)
      throws LayoutException, IOException {
    if (entry.isFolder()) {
      throw new LayoutException(entry.name() + " is a folder of the boot partition already");
    }
    table.release(table.chain(entry.cluster()));
    root.remove(entry);
  }

  /// The first free clusters in a row, or else the first free ones. Takes them out of the set.
  private List<Integer> take(BitSet free, int count, String name) throws LayoutException {
    if (free.cardinality() < count) {
      throw new LayoutException(
          "%s needs %d KiB in the boot partition, which has %d KiB free; take a base whose boot partition is larger"
              .formatted(name, kib(count), kib(free.cardinality())));
    }
    int first = free.nextSetBit(0);
    while (first >= 0 && free.nextClearBit(first) - first < count) {
      first = free.nextSetBit(free.nextClearBit(first));
    }
    int from = Math.max(first, 0);
    var chain = free.stream().filter(cluster -> cluster >= from).limit(count).boxed().toList();
    chain.forEach(free::clear);
    return chain;
  }

  private long kib(int clusters) {
    return (long) clusters * boot.cluster() / 1024;
  }

  private void write(byte[] content, List<Integer> chain, Patch volume) throws IOException {
    int done = 0;
    for (int cluster : chain) {
      volume.write(
          boot.clusterAt(cluster), Arrays.copyOfRange(content, done, done + boot.cluster()));
      done += boot.cluster();
    }
  }

  /// Makes the root folder longer, which only FAT32 allows.
  private void makeRoom(
      FatFolder root, int slots, String name, FatTable table, BitSet free, Patch volume)
      throws LayoutException, IOException {
    while (!root.hasRoom(slots)) {
      if (boot.rootLength() > 0 || root.size() + boot.cluster() / FatSlot.LENGTH > MOST_SLOTS) {
        throw new LayoutException(
            "no room for the name " + name + " in the boot partition's root folder, which is full");
      }
      var more = take(free, 1, name);
      var chain = new ArrayList<>(table.chain(boot.rootCluster()));
      chain.addAll(more);
      table.link(chain);
      write(new byte[0], more, volume);
      root.extend(boot.clusterAt(more.getFirst()), boot.cluster());
    }
  }

  /// Brings the counts of FAT32 up to date ("FAT32 FSInfo Sector Structure"), also where they were
  /// unknown.
  private void account(FatTable table, List<Integer> chain, Patch volume) throws IOException {
    if (boot.infoAt().isEmpty()) {
      return;
    }
    long at = boot.infoAt().get();
    var info = volume.read(at, FatBoot.LENGTH);
    if (info.getInt(0) == INFO_LEAD && info.getInt(484) == INFO_STRUCT) {
      volume.write(at + INFO_FREE, littleEndian(table.freeCount()));
      if (!chain.isEmpty()) {
        volume.write(at + INFO_NEXT, littleEndian(chain.getLast()));
      }
    }
  }

  private static byte[] littleEndian(int value) {
    return ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array();
  }
}
