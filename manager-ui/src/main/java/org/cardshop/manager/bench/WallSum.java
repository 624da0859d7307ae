package org.cardshop.manager.bench;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.cardshop.manager.health.HealthView;

/// The factory in numbers.
///
/// @param kinds how many slots say each thing; those that none says are not there
public record WallSum(HealthView health, Map<SlotSign.Kind, Integer> kinds) {
  static final String TILE = "wall";

  public WallSum {
    var inOrder = new EnumMap<SlotSign.Kind, Integer>(SlotSign.Kind.class);
    inOrder.putAll(kinds);
    kinds = Collections.unmodifiableMap(inOrder);
  }

  static WallSum of(HealthView health, List<BenchView.Host> hosts) {
    var kinds = new EnumMap<SlotSign.Kind, Integer>(SlotSign.Kind.class);
    hosts.stream()
        .flatMap(h -> h.slots().stream())
        .forEach(s -> kinds.merge(s.sign().kind(), 1, Integer::sum));
    return new WallSum(health, kinds);
  }
}
