package org.cardshop.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cardshop.core.image.Span;

/// Which cluster each part of a volume begins at: bitmap, up-case table, root, folders, then
/// contents. Those of at least 4 MiB come first and begin at multiples of 4 MiB of the image, so
/// that a content gives the same chunks in every image, whatever lies beside it. The small ones
/// follow from such a boundary on, cluster after cluster in the order of the tree: another small
/// file moves no big one. Nor does it move all small ones behind it for long: before the end of
/// each 4 MiB, a file whose own name and size say so begins the next.
///
/// @param parts ascending
/// @param end the first cluster that nothing needs
record ExfatPlan(ExfatShape shape, List<Placed> parts, long end) {
  static final long BOUNDARY = 4L << 20;

  private static final long MIB = 1 << 20;
  private static final long LEAST_ROOM = 8L << 20;
  private static final int ROOM_FRACTION = 50;

  /// How far 4 MiB must be filled before small files may leave the rest.
  private static final long NEARLY_FULL = BOUNDARY / 8 * 7;

  /// A file may do so about once in this many bytes.
  private static final long BYTES_PER_MARK = 128 << 10;

  /// What clusters are for.
  sealed interface Part {
    /// In bytes.
    long length();

    record Bitmap(long length) implements Part {}

    record Upcase(long length) implements Part {}

    record Folder(ExfatTree.Folder folder) implements Part {
      @Override
      public long length() {
        return Math.max(folder.length(), 1); // has a cluster even when nothing is in it
      }
    }

    record File(ExfatTree.File file) implements Part {
      @Override
      public long length() {
        return file.content().size();
      }
    }
  }

  /// @param cluster the first
  record Placed(Part part, long cluster) {}

  /// The plan for a partition: clusters of the size that its length asks for, unless only smaller
  /// ones leave room; contents at boundaries, unless only all of them side by side fit.
  ///
  /// @throws LayoutException when the tree does not fit
  static ExfatPlan of(Span partition, ExfatTree tree) throws LayoutException {
    var shapes = shapes(partition);
    var plan =
        first(shapes, shape -> aligned(shape, tree), ExfatPlan::fitsWell)
            .or(() -> first(shapes, shape -> aligned(shape, tree), ExfatPlan::fits))
            .or(() -> first(shapes, shape -> dense(shape, tree), ExfatPlan::fits));
    if (plan.isEmpty()) {
      long needed = dense(shapes.getLast(), tree).length();
      throw new LayoutException(
          ("the contents need %d MiB in the data partition, which has %d MiB; "
                  + "take a larger card or fewer contents")
              .formatted(Math.ceilDiv(needed, MIB), partition.length() / MIB));
    }
    return plan.get();
  }

  /// The least length in which contents at boundaries fit well, whatever the clusters' size.
  static long shortest(long offset, ExfatTree tree) {
    long shortest = Long.MAX_VALUE;
    for (int size = ExfatShape.LARGEST_CLUSTER; size >= ExfatShape.SMALLEST_CLUSTER; size /= 2) {
      long length = ExfatShape.up(ExfatShape.shortestFor(size), BOUNDARY);
      // The longer the partition, the longer its table: it grows until it holds that, too.
      for (long needed = 0; length < shortest && needed != length; ) {
        needed = length;
        var plan = aligned(new ExfatShape(new Span(offset, length), size), tree);
        length = Math.max(length, ExfatShape.up(plan.roomy(), BOUNDARY));
      }
      shortest = Math.min(shortest, length);
    }
    return shortest;
  }

  private static Optional<ExfatPlan> first(
      List<ExfatShape> shapes,
      Function<ExfatShape, ExfatPlan> planning,
      Predicate<ExfatPlan> isGood) {
    return shapes.stream().map(planning).filter(isGood).findFirst();
  }

  /// With clusters from the largest that the length asks for to the smallest.
  private static List<ExfatShape> shapes(Span partition) {
    var shapes = new ArrayList<ExfatShape>();
    int size = ExfatShape.clusterFor(partition.length());
    for (; size >= ExfatShape.SMALLEST_CLUSTER; size /= 2) {
      shapes.add(new ExfatShape(partition, size));
    }
    return shapes;
  }

  /// With contents at boundaries.
  private static ExfatPlan aligned(ExfatShape shape, ExfatTree tree) {
    return new Placing(shape).system(tree).files(tree, true).plan();
  }

  /// Without gaps.
  private static ExfatPlan dense(ExfatShape shape, ExfatTree tree) {
    return new Placing(shape).system(tree).files(tree, false).plan();
  }

  private boolean fits() {
    return end - ExfatShape.FIRST <= shape.clusters();
  }

  /// Whether there is room left to work with.
  private boolean fitsWell() {
    return fits() && roomy() <= shape.partition().length();
  }

  /// Bytes of a partition that would leave some room.
  private long roomy() {
    return length() + Math.max(LEAST_ROOM, length() / ROOM_FRACTION);
  }

  private long length() {
    return shape.clusterAt(end) - shape.partition().offset();
  }

  Placed bitmap() {
    return parts.get(0);
  }

  Placed upcase() {
    return parts.get(1);
  }

  Placed root() {
    return parts.get(2);
  }

  /// How many clusters a part takes.
  long clusters(Part part) {
    return Math.ceilDiv(part.length(), shape.cluster());
  }

  private static final class Placing {
    /// 2^64 divided by the golden ratio.
    private static final long SPREAD = 0x9e37_79b9_7f4a_7c15L;

    private final ExfatShape shape;
    private final List<Placed> parts = new ArrayList<>();
    private long next = ExfatShape.FIRST;

    private Placing(ExfatShape shape) {
      this.shape = shape;
    }

    private Placing system(ExfatTree tree) {
      put(new Part.Bitmap(Math.ceilDiv(Math.max(shape.clusters(), 1), Byte.SIZE)));
      put(new Part.Upcase(ExfatUpcase.table().length));
      tree.folders().forEach(folder -> put(new Part.Folder(folder)));
      return this;
    }

    private Placing files(ExfatTree tree, boolean isAligned) {
      var small = new ArrayList<ExfatTree.File>();
      for (var file : tree.files()) {
        if (isAligned && file.content().size() >= BOUNDARY) {
          next = shape.aligned(next, BOUNDARY);
          put(new Part.File(file));
        } else {
          small.add(file);
        }
      }
      if (isAligned && !small.isEmpty()) {
        next = shape.aligned(next, BOUNDARY);
      }
      for (var file : small) {
        if (isAligned && filled() >= NEARLY_FULL && isMark(file)) {
          next = shape.aligned(next, BOUNDARY);
        }
        put(new Part.File(file));
      }
      return this;
    }

    /// Of the 4 MiB in which the next cluster lies.
    private long filled() {
      return shape.clusterAt(next) % BOUNDARY;
    }

    /// Depends on nothing but the file, so that it is the same one whatever lies before it.
    private static boolean isMark(ExfatTree.File file) {
      int hash = 31 * file.name().hashCode() + Long.hashCode(file.content().size());
      long spread = (hash * SPREAD) >>> 40;
      return spread % BYTES_PER_MARK < file.content().size();
    }

    private void put(Part part) {
      parts.add(new Placed(part, next));
      next += Math.ceilDiv(part.length(), shape.cluster());
    }

    private ExfatPlan plan() {
      return new ExfatPlan(shape, parts, next);
    }
  }
}
