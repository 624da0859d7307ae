package org.cardshop.platform.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.task.Product;

/// What the monitor answers a worker.
public sealed interface Answer {
  /// The task is the worker's.
  ///
  /// @param lease how long, unless renewed
  /// @param ticket password for the warehouse
  record Granted(
      String task, String order, int unit, long epoch, Duration lease, Work work, String ticket)
      implements Answer {}

  /// The worker gets nothing now.
  ///
  /// @param isCordoned whatever it asks for, until a person thinks otherwise
  record Denied(String why, boolean isCordoned) implements Answer {
    public Denied(String why) {
      this(why, false);
    }
  }

  /// What became of each hold.
  ///
  /// @param isDrained the worker shall finish or hand back all of them; the command may have been
  ///   lost
  record Renewals(List<Renewal> renewals, boolean isDrained) implements Answer {
    public Renewals {
      renewals = List.copyOf(renewals);
    }

    public Renewals(List<Renewal> renewals) {
      this(renewals, false);
    }
  }

  /// What became of one hold.
  ///
  /// @param ticket the next password for the warehouse; empty when the grant is void and the worker
  ///   must stop
  record Renewal(String task, long epoch, Optional<String> ticket, String why) {}

  /// What is to be done, with all that is needed for it.
  sealed interface Work {
    /// Where the image is kept.
    URI warehouse();

    String channel();

    /// Build an image of this recipe.
    record Create(URI warehouse, String channel, String image, ObjectNode recipe) implements Work {}

    /// Write one card of this image.
    ///
    /// @param cardSize the card's size as sold, in bytes; 0 when the order does not say
    record Write(URI warehouse, String channel, Product.Image image, long cardSize)
        implements Work {}
  }
}
