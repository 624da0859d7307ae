package org.cardshop.manager.bench;

import java.util.List;

/// All that is at work, on a large screen.
///
/// @param stream where it hears of what changed
public record WallPage(WallSum sum, List<BenchView.Host> hosts, String stream) {
  public WallPage {
    hosts = List.copyOf(hosts);
  }
}
