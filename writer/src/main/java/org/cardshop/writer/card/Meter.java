package org.cardshop.writer.card;

import java.util.function.LongFunction;

/// Counts the bytes of a step and reports each change.
final class Meter {
  private final CardListener listener;
  private final LongFunction<CardProgress> report;
  private long bytes;

  Meter(CardListener listener, LongFunction<CardProgress> report) {
    this.listener = listener;
    this.report = report;
    add(0);
  }

  synchronized void add(long more) {
    bytes += more;
    listener.on(report.apply(bytes));
  }

  synchronized long bytes() {
    return bytes;
  }
}
