package org.cardshop.embedded.broker;

import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.Protocol;
import org.apache.qpid.server.model.Transport;
import org.apache.qpid.server.model.port.AmqpPort;
import org.apache.qpid.server.plugin.ProtocolEngineCreator;
import org.apache.qpid.server.transport.AggregateTicker;
import org.apache.qpid.server.transport.ProtocolEngine;
import org.apache.qpid.server.transport.ServerNetworkConnection;

/// AMQP 0-9-1 over [GuardedConnection]s, in place of Qpid's own. Found by Qpid through
/// `META-INF/services`.
public final class GuardedProtocol implements ProtocolEngineCreator {
  /// A system property that keeps Qpid from offering this protocol itself when it is `true`.
  static final String INSTEAD_OF =
      "qpid.plugin.disabled:protocolenginecreator." + Protocol.AMQP_0_9_1;

  private static final byte[] HEADER = {'A', 'M', 'Q', 'P', 0, 0, 9, 1};

  @Override
  public String getType() {
    return "Cardshop" + getVersion();
  }

  @Override
  public Protocol getVersion() {
    return Protocol.AMQP_0_9_1;
  }

  @Override
  public byte[] getHeaderIdentifier() {
    return HEADER.clone();
  }

  @Override
  public byte[] getSuggestedAlternativeHeader() {
    return HEADER.clone();
  }

  @Override
  public ProtocolEngine newProtocolEngine(
      Broker<?> broker,
      ServerNetworkConnection network,
      AmqpPort<?> port,
      Transport transport,
      long id,
      AggregateTicker ticker) {
    var connection = new GuardedConnection(broker, network, port, transport, id, ticker);
    connection.create();
    return connection;
  }
}
