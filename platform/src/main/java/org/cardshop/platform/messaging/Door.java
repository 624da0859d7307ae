package org.cardshop.platform.messaging;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.function.BiPredicate;

/// Where those are shown out of a message broker who are connected and may not be any more.
@FunctionalInterface
public interface Door extends AutoCloseable {
  /// Closes the connections of those who may not stay. The broker's own users are not asked about.
  ///
  /// @param mayStay asked with the user name and the time, by the broker's clock, since when they
  ///   are connected
  /// @param reason is told to them
  /// @return the user names of those who were thrown out
  /// @throws IOException when the broker cannot be asked, or one cannot be thrown out
  List<String> throwOut(BiPredicate<String, Instant> mayStay, String reason)
      throws IOException, InterruptedException;

  @Override
  default void close() {}
}
