package org.cardshop.layout;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.core.image.Span;
import org.cardshop.layout.content.Piece;

/// An exFAT volume for a tree, as Microsoft's "exFAT file system specification" 1.00 describes it;
/// section numbers in this package's exFAT classes are of that. The same tree, partition, label and
/// serial number always give the same bytes. Folders and files are each one run of clusters without
/// a chain in the table (NoFatChain, section 6.3.4.2); how they lie is told at [ExfatPlan].
public final class ExfatLayout {
  /// Readers fetch a file's last page as a whole, and some map it: what follows its end there is
  /// zero. Beyond that nobody reads, for a file's length says where it ends.
  private static final int PAGE = 4096;

  private static final int TABLE_MEDIUM = 0xffff_fff8;
  private static final int TABLE_END = 0xffff_ffff;

  private final ExfatPlan plan;
  private final ExfatShape shape;
  private final Map<String, ExfatPlan.Placed> byPath = new HashMap<>();

  private ExfatLayout(ExfatPlan plan) {
    this.plan = plan;
    this.shape = plan.shape();
    for (var placed : plan.parts()) {
      switch (placed.part()) {
        case ExfatPlan.Part.Folder(var folder) -> byPath.put(folder.path(), placed);
        case ExfatPlan.Part.File(var file) -> byPath.put(file.path(), placed);
        case ExfatPlan.Part.Bitmap _, ExfatPlan.Part.Upcase _ -> {}
      }
    }
  }

  /// Ascending pieces that cover the partition and nothing else.
  ///
  /// @param partition in the image, in whole sectors of 512 bytes
  /// @param label at most 11 UTF-16 units; none when empty
  /// @param serial by which systems know the volume
  /// @throws LayoutException when exFAT cannot hold a name or a node, or all of it does not fit
  public static List<Piece> of(Span partition, String label, int serial, Tree tree)
      throws LayoutException {
    if (label.length() > ExfatEntry.LONGEST_LABEL) {
      throw new LayoutException(
          "the data partition's label " + label + " is longer than 11 characters");
    }
    var known = ExfatTree.of(tree).checked();
    return new ExfatLayout(ExfatPlan.of(partition, known)).pieces(label, serial);
  }

  /// The length of the shortest partition that holds the tree, contents at multiples of 4 MiB, and
  /// leaves 2 % free, at least 8 MiB. A multiple of 4 MiB. [#of] succeeds in shorter ones, too,
  /// with less room or, at last, with contents that lie anywhere.
  ///
  /// @param offset of the partition in the image
  public static long shortest(long offset, Tree tree) {
    return ExfatPlan.shortest(offset, ExfatTree.of(tree));
  }

  private List<Piece> pieces(String label, int serial) {
    var used = used();
    var row = new PieceRow(shape.partition().offset());
    row.bytes(ExfatBoot.regions(shape, serial, plan.root().cluster(), used.cardinality()));
    row.zeroTo(shape.tableAt());
    row.bytes(table());
    row.zeroTo(shape.tableAt() + shape.tableLength());
    for (var placed : plan.parts()) {
      long at = shape.clusterAt(placed.cluster());
      long end = at + plan.clusters(placed.part()) * shape.cluster();
      row.freeTo(at);
      switch (placed.part()) {
        case ExfatPlan.Part.Bitmap _ -> {
          row.bytes(used.toByteArray());
          row.zeroTo(end);
        }
        case ExfatPlan.Part.Upcase _ -> {
          row.bytes(ExfatUpcase.table());
          row.zeroTo(end);
        }
        case ExfatPlan.Part.Folder(var folder) -> {
          row.bytes(entries(folder, label));
          row.zeroTo(end);
        }
        case ExfatPlan.Part.File(var file) -> {
          row.content(file.content());
          row.zeroTo(Math.min(end, ExfatShape.up(row.end(), PAGE)));
        }
      }
    }
    row.freeTo(shape.partition().end());
    return row.pieces();
  }

  /// The allocation bitmap, whose first bit is the first cluster's (section 7.1.5).
  private BitSet used() {
    var used = new BitSet();
    for (var placed : plan.parts()) {
      int from = (int) (placed.cluster() - ExfatShape.FIRST);
      used.set(from, from + (int) plan.clusters(placed.part()));
    }
    return used;
  }

  /// The beginning of the table (section 4.1). Only what has no entry of its own to say so needs a
  /// chain there: bitmap, up-case table and root folder.
  private byte[] table() {
    var chained = List.of(plan.bitmap(), plan.upcase(), plan.root());
    var last = plan.root();
    int end = (int) (last.cluster() + plan.clusters(last.part()));
    var table = ByteBuffer.allocate(end * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    table.putInt(TABLE_MEDIUM).putInt(TABLE_END);
    for (var placed : chained) {
      for (long left = plan.clusters(placed.part()) - 1; left > 0; left--) {
        table.putInt(table.position() / Integer.BYTES + 1);
      }
      table.putInt(TABLE_END);
    }
    return table.array();
  }

  private byte[] entries(ExfatTree.Folder folder, String label) {
    var entries = new ByteArrayOutputStream();
    if (folder.path().isEmpty()) {
      system(label).forEach(entries::writeBytes);
    }
    for (var item : folder.items()) {
      entries.writeBytes(entry(item));
    }
    return entries.toByteArray();
  }

  /// Label, bitmap and up-case table, which only the root has (sections 7.1 to 7.3).
  private List<byte[]> system(String label) {
    var entries = new ArrayList<byte[]>();
    if (!label.isEmpty()) {
      entries.add(ExfatEntry.label(label));
    }
    entries.add(ExfatEntry.bitmap(plan.bitmap().cluster(), plan.bitmap().part().length()));
    int checksum = ExfatSum.ofTable(ExfatUpcase.table());
    long length = plan.upcase().part().length();
    entries.add(ExfatEntry.upcase(checksum, plan.upcase().cluster(), length));
    return entries;
  }

  private byte[] entry(ExfatTree.Item item) {
    var placed = byPath.get(item.path());
    if (placed == null) {
      return ExfatEntry.file(item.name(), false, 0, 0);
    }
    return switch (placed.part()) {
      case ExfatPlan.Part.Folder folder ->
          ExfatEntry.file(
              item.name(), true, placed.cluster(), plan.clusters(folder) * shape.cluster());
      case ExfatPlan.Part part ->
          ExfatEntry.file(item.name(), false, placed.cluster(), part.length());
    };
  }
}
