package org.cardshop.embedded.broker;

import java.util.Optional;

/// Decides who may use the embedded broker, and what for.
@FunctionalInterface
public interface BrokerLogin {
  /// What they may do from now on; empty when they do not get in. May block; called once a
  /// connection, possibly by many threads at once.
  Optional<Rights> login(String username, String password);
}
