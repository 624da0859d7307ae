package org.cardshop.embedded.broker;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Protocol;
import org.apache.qpid.server.model.Transport;
import org.apache.qpid.server.model.port.AmqpPort;
import org.apache.qpid.server.protocol.ErrorCodes;
import org.apache.qpid.server.protocol.v0_8.AMQPConnection_0_8Impl;
import org.apache.qpid.server.protocol.v0_8.transport.ServerChannelMethodProcessor;
import org.apache.qpid.server.transport.AggregateTicker;
import org.apache.qpid.server.transport.ServerNetworkConnection;

/// A client's connection on which also bindings are asked about: Qpid lets anybody who is connected
/// bind any queue to any exchange by AMQP 0-9-1, and listen in.
final class GuardedConnection extends AMQPConnection_0_8Impl {
  private static final String BIND = "receiveQueueBind";

  GuardedConnection(
      Broker<?> broker,
      ServerNetworkConnection network,
      AmqpPort<?> port,
      Transport transport,
      long id,
      AggregateTicker ticker) {
    super(broker, network, port, transport, Protocol.AMQP_0_9_1, id, ticker);
  }

  @Override
  public ServerChannelMethodProcessor getChannelMethodProcessor(int channel) {
    var processor = super.getChannelMethodProcessor(channel);
    var user = RightsPrincipal.of(getSubject());
    return user.filter(RightsPrincipal::mayDoAll).isPresent()
        ? processor
        : guarded(processor, user.map(RightsPrincipal::rights).orElse(_ -> false), channel);
  }

  private ServerChannelMethodProcessor guarded(
      ServerChannelMethodProcessor processor, Rights rights, int channel) {
    return (ServerChannelMethodProcessor)
        Proxy.newProxyInstance(
            GuardedConnection.class.getClassLoader(),
            new Class<?>[] {ServerChannelMethodProcessor.class},
            (_, method, arguments) -> {
              if (method.getName().equals(BIND) && !mayBind(rights, arguments)) {
                sendConnectionClose(
                    ErrorCodes.ACCESS_REFUSED,
                    "Permission to bind the queue '" + arguments[0] + "' is denied",
                    channel);
                return null;
              }
              try {
                return method.invoke(processor, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  /// A queue that is not named is the last one that was declared; which that is only Qpid knows.
  private static boolean mayBind(Rights rights, Object[] arguments) {
    var queue = arguments[0];
    return queue != null
        && RightsControl.binding(queue.toString(), String.valueOf(arguments[1])).stream()
            .allMatch(rights::allow);
  }
}
