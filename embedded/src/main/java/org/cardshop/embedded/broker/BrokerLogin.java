package org.cardshop.embedded.broker;

/// Decides who may use the embedded broker.
@FunctionalInterface
public interface BrokerLogin {
  /// May block; called once a connection, possibly by many threads at once.
  boolean allows(String username, String password);
}
