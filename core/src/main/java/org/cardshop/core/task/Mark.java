package org.cardshop.core.task;

/// The place of a fact in what one start of a worker has reported; facts at or before the last
/// applied mark are repeats or latecomers.
///
/// @param boot which start of the worker
/// @param seq from 1, without gaps
public record Mark(long boot, long seq) implements Comparable<Mark> {
  /// Before every fact.
  public static final Mark START = new Mark(0, 0);

  @Override
  public int compareTo(Mark other) {
    return boot != other.boot ? Long.compare(boot, other.boot) : Long.compare(seq, other.seq);
  }
}
