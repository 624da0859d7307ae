package org.cardshop.platform.messaging;

/// Answers the requests of workers, one at a time.
@FunctionalInterface
public interface Answerer {
  /// @param worker who asks, as its routing key says, which the broker checked against its login
  /// @param verb what is asked
  /// @return the answer; an exception leaves the worker without one, see [Handler#handle]
  byte[] answer(String worker, String verb, byte[] body) throws Exception;
}
