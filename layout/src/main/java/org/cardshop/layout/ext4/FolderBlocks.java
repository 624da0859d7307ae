package org.cardshop.layout.ext4;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// Encodes the blocks of a folder (directory entries with file type, and the checksum behind them).
final class FolderBlocks {
  private static final int TAIL = Geometry.BLOCK - FolderShape.CAPACITY;
  private static final byte TAIL_TYPE = (byte) 0xde;

  /// In front of the entries of a hashed folder's root and nodes.
  private static final int ROOT_HEAD = 32;

  private static final int NODE_HEAD = 8;

  private final Inode.Folder folder;
  private final FolderShape shape;
  private final Checksum checksum;
  private final ByteBuffer out;

  private FolderBlocks(Inode.Folder folder, Checksum checksum) {
    this.folder = folder;
    this.shape = FolderShape.of(folder.names());
    this.checksum = checksum;
    this.out =
        ByteBuffer.allocate(Math.multiplyExact(shape.blocks() + folder.spare(), Geometry.BLOCK))
            .order(ByteOrder.LITTLE_ENDIAN);
  }

  /// All blocks in their order.
  static ByteBuffer of(Inode.Folder folder, HalfMd4 hash, Checksum checksum) {
    var blocks = new FolderBlocks(folder, checksum);
    if (blocks.shape.isHashed()) {
      blocks.hashed(hash);
    } else {
      blocks.list();
    }
    for (int i = 0; i < folder.spare(); i++) {
      blocks.leaf(blocks.shape.blocks() + i, List.of());
    }
    return blocks.out;
  }

  private void list() {
    int at = entry(0, Name.ofFolder(".", folder.number()));
    at += entry(at, Name.ofFolder("..", folder.parent()));
    names(0, at, folder.names());
  }

  private void hashed(HalfMd4 hash) {
    record Hashed(int hash, Name name) {}
    var names = new Hashed[folder.names().size()];
    Arrays.setAll(
        names, i -> new Hashed(hash.of(folder.names().get(i).bytes), folder.names().get(i)));
    Arrays.sort(names, (a, b) -> Integer.compareUnsigned(a.hash(), b.hash()));
    var sorted = Arrays.stream(names).map(Hashed::name).toList();
    var begins = new int[shape.leaves()];
    int next = 0;
    long bytes = 0;
    for (int leaf = 0; leaf < shape.leaves(); leaf++) {
      int from = next;
      for (; next < names.length && bytes * shape.leaves() < (leaf + 1) * shape.bytes(); next++) {
        bytes += names[next].name().length();
      }
      // The lowest bit says that the leaf before holds names of the same hash, too.
      boolean goesOn = from > 0 && names[from - 1].hash() == names[from].hash();
      begins[leaf] = names[from].hash() | (goesOn ? 1 : 0);
      leaf(1 + shape.nodes() + leaf, sorted.subList(from, next));
    }
    index(begins);
  }

  private void index(int[] begins) {
    int at = entry(0, Name.ofFolder(".", folder.number()));
    entry(at, Name.ofFolder("..", folder.parent()));
    out.putShort(at + 4, (short) (Geometry.BLOCK - at));
    out.put(28, HalfMd4.VERSION);
    out.put(29, (byte) 8);
    out.put(30, (byte) (shape.nodes() > 0 ? 1 : 0));
    int firstLeaf = 1 + shape.nodes();
    if (shape.nodes() == 0) {
      entries(0, ROOT_HEAD, FolderShape.IN_ROOT, begins, firstLeaf);
      return;
    }
    var nodes = new int[shape.nodes()];
    for (int node = 0; node < nodes.length; node++) {
      int from = (int) ((long) begins.length * node / nodes.length);
      int to = (int) ((long) begins.length * (node + 1) / nodes.length);
      nodes[node] = begins[from];
      out.putShort((1 + node) * Geometry.BLOCK + 4, (short) Geometry.BLOCK);
      var below = Arrays.copyOfRange(begins, from, to);
      entries(1 + node, NODE_HEAD, FolderShape.IN_NODE, below, firstLeaf + from);
    }
    entries(0, ROOT_HEAD, FolderShape.IN_ROOT, nodes, 1);
  }

  /// The first entry has no hash: its place holds limit and count.
  private void entries(int block, int head, int limit, int[] begins, int firstBelow) {
    int start = block * Geometry.BLOCK;
    for (int i = 0; i < begins.length; i++) {
      out.putInt(start + head + i * 8, begins[i]);
      out.putInt(start + head + i * 8 + 4, firstBelow + i);
    }
    out.putShort(start + head, (short) limit);
    out.putShort(start + head + 2, (short) begins.length);
    int tail = start + head + limit * 8;
    out.putInt(
        tail + 4,
        checksum.ofInode(
            folder.number(), out.slice(start, head + begins.length * 8), out.slice(tail, 8)));
  }

  private void leaf(int block, List<Name> names) {
    int start = block * Geometry.BLOCK;
    names(start, start, names);
  }

  /// The last entry reaches to the checksum; an empty one does where there is none.
  private void names(int start, int from, List<Name> names) {
    int at = from;
    int last = from == start ? start : start + 12;
    for (var name : names) {
      last = at;
      at += entry(at, name);
    }
    int end = start + FolderShape.CAPACITY;
    out.putShort(last + 4, (short) (end - last));
    out.putShort(end + 4, (short) TAIL);
    out.put(end + 7, TAIL_TYPE);
    out.putInt(end + 8, checksum.ofInode(folder.number(), out.slice(start, FolderShape.CAPACITY)));
  }

  private int entry(int at, Name name) {
    out.putInt(at, name.inode);
    out.putShort(at + 4, (short) name.length());
    out.put(at + 6, (byte) name.bytes.length);
    out.put(at + 7, name.type);
    out.put(at + 8, name.bytes);
    return name.length();
  }
}
