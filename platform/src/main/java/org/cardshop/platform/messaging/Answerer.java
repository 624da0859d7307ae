package org.cardshop.platform.messaging;

import java.util.List;

/// Answers the requests of workers, all that have arrived at once.
///
/// @param <Q> a request that was read
public interface Answerer<Q> {
  /// @param worker who asks, as its routing key says, which the broker checked against its login
  /// @param verb what is asked
  /// @throws org.cardshop.platform.wire.MalformedException when it is no request
  Q read(String worker, String verb, byte[] body);

  /// An exception sends the requests here again, one by one; alone it leaves the worker without an
  /// answer for now, see [Handler#handle].
  ///
  /// @return an answer for each, in their order
  List<byte[]> answer(List<Q> requests) throws Exception;
}
