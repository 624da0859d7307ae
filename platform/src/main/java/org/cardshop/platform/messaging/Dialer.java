package org.cardshop.platform.messaging;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.PossibleAuthenticationFailureException;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Makes connections to one broker and says in a sentence why one could not be made.
final class Dialer {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int HANDSHAKE_MILLIS = 10_000;
  private static final int ANSWER_MILLIS = 20_000;
  // A silent peer is noticed after two of these.
  private static final int HEARTBEAT_SECONDS = 10;

  private final BrokerAddress address;
  private final ConnectionFactory factory;

  Dialer(BrokerAddress address) {
    this.address = address;
    this.factory = factory(address);
  }

  /// @throws BrokerRefusedException when the broker does not let us in
  /// @throws BrokerLostException when it cannot be reached
  Connection dial(String purpose) {
    try {
      return factory.newConnection(address.username() + ": " + purpose);
    } catch (PossibleAuthenticationFailureException e) {
      throw new BrokerRefusedException(
          "user name or password is wrong for " + address + "; check both", e);
    } catch (IOException e) {
      if (refusal(e) == AMQP.NOT_ALLOWED) {
        throw new BrokerRefusedException(
            "there is no virtual host "
                + address.virtualHost()
                + " for "
                + address
                + ", or the user may not use it",
            e);
      }
      throw new BrokerLostException(sentence(e), e);
    } catch (TimeoutException e) {
      throw new BrokerLostException(address + " did not answer in time", e);
    }
  }

  private static int refusal(IOException e) {
    return e.getCause() instanceof ShutdownSignalException shutdown
            && shutdown.getReason() instanceof AMQP.Connection.Close close
        ? close.getReplyCode()
        : 0;
  }

  private static String sentence(IOException e) {
    return switch (e) {
      case ConnectException _ -> "nothing listens there";
      case UnknownHostException _ -> "the host name is not known";
      case SSLException tls -> "TLS failed: " + tls.getMessage();
      case IOException other -> reason(other);
    };
  }

  /// The words of the broker when it gave any, else those of the exception.
  static String reason(Throwable e) {
    var shutdown = e instanceof ShutdownSignalException s ? s : shutdownBehind(e.getCause());
    if (shutdown != null) {
      return switch (shutdown.getReason()) {
        case AMQP.Connection.Close close -> close.getReplyText();
        case AMQP.Channel.Close close -> close.getReplyText();
        case null, default -> "the connection broke";
      };
    }
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private static @Nullable ShutdownSignalException shutdownBehind(@Nullable Throwable e) {
    return e instanceof ShutdownSignalException s ? s : null;
  }

  private static ConnectionFactory factory(BrokerAddress address) {
    var factory = new ConnectionFactory();
    factory.useBlockingIo();
    factory.setHost(address.host());
    factory.setPort(address.port());
    factory.setVirtualHost(address.virtualHost());
    factory.setUsername(address.username());
    factory.setPassword(address.password());
    factory.setAutomaticRecoveryEnabled(false);
    factory.setTopologyRecoveryEnabled(false);
    factory.setConnectionTimeout(CONNECT_MILLIS);
    factory.setHandshakeTimeout(HANDSHAKE_MILLIS);
    factory.setChannelRpcTimeout(ANSWER_MILLIS);
    factory.setRequestedHeartbeat(HEARTBEAT_SECONDS);
    factory.setThreadFactory(Thread.ofVirtual().name("amqp-", 0).factory());
    // Handlers block; the client still calls those of one channel one after the other.
    factory.setSharedExecutor(Executors.newVirtualThreadPerTaskExecutor());
    factory.setExceptionHandler(new QuietExceptionHandler());
    if (address.isEncrypted()) {
      factory.useSslProtocol(Trust.context(address.trustedCertificates()));
      factory.enableHostnameVerification();
    }
    return factory;
  }
}
