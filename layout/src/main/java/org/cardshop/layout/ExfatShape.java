package org.cardshop.layout;

import org.cardshop.core.image.Span;

/// Where the parts of an exFAT volume lie in the image, in bytes from the image's start: boot
/// region, its backup, table, clusters (specification, section 2).
///
/// @param partition all of the volume
/// @param cluster size in bytes, a power of two
record ExfatShape(Span partition, int cluster) {
  static final int SECTOR = 512;
  static final int SMALLEST_CLUSTER = 4096;
  static final int LARGEST_CLUSTER = 128 << 10;

  /// Boot regions: twelve sectors each.
  static final int BOOT_SECTORS = 24;

  /// The number of the first cluster.
  static final int FIRST = 2;

  /// Clusters are as small as their number allows: the table takes four bytes of each, and all of
  /// it has to be zero on the card. Two million cost 8 MiB, while a file loses half a cluster.
  private static final long MOST_CLUSTERS = 1 << 21;

  private static final int TABLE_ENTRY = 4;

  /// The size of clusters that a volume of that length should have.
  static int clusterFor(long length) {
    int cluster = SMALLEST_CLUSTER;
    while (cluster < LARGEST_CLUSTER && length > cluster * MOST_CLUSTERS) {
      cluster *= 2;
    }
    return cluster;
  }

  /// The least length for which clusters may have that size.
  static long shortestFor(int cluster) {
    return cluster == SMALLEST_CLUSTER ? 1 : cluster / 2 * MOST_CLUSTERS + 1;
  }

  /// On a block of the image.
  long tableAt() {
    return up(partition.offset() + BOOT_SECTORS * SECTOR, SMALLEST_CLUSTER);
  }

  long tableLength() {
    return up((clusters() + FIRST) * TABLE_ENTRY, SECTOR);
  }

  /// Where the first cluster begins: at a multiple of the clusters' size in the image, so that
  /// every multiple of 4 MiB begins one.
  long heapAt() {
    long most = (partition.end() - tableAt()) / cluster;
    return up(tableAt() + (most + FIRST) * TABLE_ENTRY, cluster);
  }

  /// How many there are; less than one when the partition is too short.
  long clusters() {
    return (partition.end() - heapAt()) / cluster;
  }

  long clusterAt(long number) {
    return heapAt() + (number - FIRST) * cluster;
  }

  /// The first cluster from that one on which begins at such a boundary of the image.
  long aligned(long number, long boundary) {
    return FIRST + (up(clusterAt(number), boundary) - heapAt()) / cluster;
  }

  static long up(long bytes, long step) {
    return Math.ceilDiv(bytes, step) * step;
  }
}
