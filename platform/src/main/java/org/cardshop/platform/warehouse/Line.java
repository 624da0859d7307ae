package org.cardshop.platform.warehouse;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPConnectionClosedException;
import org.apache.commons.net.ftp.FTPReply;
import org.apache.commons.net.ftp.FTPSClient;
import org.apache.commons.net.io.CopyStreamException;
import org.jspecify.annotations.Nullable;

/// One FTP session that is logged in. Each action runs on a virtual thread: interrupting that
/// closes the socket it waits for, so whoever waits here can be interrupted at any time.
final class Line implements AutoCloseable {
  private static final int PORT = 2121;
  private static final Duration CONNECTING = Duration.ofSeconds(15);
  private static final Duration SILENCE = Duration.ofSeconds(60);

  /// TLS waits for the other side's farewell as long as for any answer; on a line that fell silent
  /// none comes, and whoever was called off has to be gone.
  private static final Duration FAREWELL = Duration.ofMillis(100);

  /// The warehouse checks all chunks of an image before it answers.
  static final Duration CHECKING = Duration.ofMinutes(20);

  /// Answers whether the warehouse has, or has sent, everything.
  interface Transfer {
    boolean run() throws IOException;
  }

  /// Something to do on the session.
  interface Action<T> {
    T run(FTPClient ftp) throws IOException;
  }

  private final FTPClient ftp;
  private final String address;
  private volatile @Nullable Thread asking;

  private Line(FTPClient ftp, String address) {
    this.ftp = ftp;
    this.address = address;
  }

  static Line open(URI warehouse, String user, String token, Trust trust)
      throws WarehouseException, InterruptedException {
    var line =
        switch (warehouse.getScheme()) {
          case "ftp" -> new Line(new FTPClient(), warehouse.toString());
          case "ftps" -> new Line(overTls(warehouse, trust), warehouse.toString());
          default ->
              throw new WarehouseException.Refused(
                  "A warehouse's address begins with ftp:// or ftps://, not: " + warehouse);
        };
    try {
      line.ask(ftp -> logIn(ftp, warehouse, user, token));
      return line;
    } catch (WarehouseException | InterruptedException e) {
      line.close();
      throw e;
    }
  }

  /// Runs an action; what goes wrong with the connection is told as [WarehouseException].
  <T> T ask(Action<T> action) throws WarehouseException, InterruptedException {
    var task = new FutureTask<T>(() -> action.run(ftp));
    var thread = Thread.ofVirtual().name("warehouse-client").start(task);
    asking = thread;
    try {
      return task.get();
    } catch (InterruptedException e) {
      thread.interrupt();
      throw e;
    } catch (ExecutionException e) {
      throw told(e.getCause());
    } finally {
      asking = null;
    }
  }

  /// @throws WarehouseException by the class of the last reply, unless it is positive
  static void require(FTPClient ftp, boolean done) throws WarehouseException {
    if (!done) {
      throw refusal(ftp);
    }
  }

  /// A transfer that may be cut in the middle. Why it was, the warehouse says on the session; left
  /// there, that would be taken for the answer to the next command.
  ///
  /// @throws IOException the warehouse's refusal, else what cut it
  static boolean transfer(FTPClient ftp, Transfer transfer) throws IOException {
    try {
      return transfer.run();
    } catch (CopyStreamException e) {
      if (isDone(ftp, e)) {
        throw e; // it was cut at our end
      }
      return false;
    }
  }

  private static boolean isDone(FTPClient ftp, CopyStreamException cut) throws CopyStreamException {
    try {
      return ftp.completePendingCommand();
    } catch (IOException gone) {
      cut.addSuppressed(gone);
      throw cut;
    }
  }

  /// Whoever is logged in and told that they are not needs a connection with a fresh token.
  static WarehouseException refusal(FTPClient ftp) {
    int code = ftp.getReplyCode();
    if (code == FTPReply.INSUFFICIENT_STORAGE) {
      return new WarehouseException.Full(sentence(ftp));
    }
    return code == FTPReply.NOT_LOGGED_IN || FTPReply.isNegativeTransient(code)
        ? new WarehouseException.Unavailable(sentence(ftp))
        : new WarehouseException.Refused(sentence(ftp));
  }

  /// The last reply without its code.
  static String sentence(FTPClient ftp) {
    return "The warehouse says: " + ftp.getReplyString().strip().replaceFirst("^\\d{3}[ -]", "");
  }

  /// Whoever waits for an answer in another thread hears that the connection is gone.
  @Override
  public void close() {
    var other = asking;
    if (other != null) {
      other.interrupt();
    }
    try {
      if (ftp.isConnected()) {
        ftp.setSoTimeout((int) FAREWELL.toMillis());
      }
      ftp.disconnect();
    } catch (IOException _) {
      // It is given up in any case.
    }
  }

  private WarehouseException told(@Nullable Throwable cause) {
    return switch (cause) {
      case WarehouseException e -> e;
      // The 421 that ends a session says why.
      case FTPConnectionClosedException _ when FTPReply.isNegativeTransient(ftp.getReplyCode()) ->
          new WarehouseException.Unavailable(sentence(ftp));
      case IOException e ->
          new WarehouseException.Unavailable(
              "The connection to the warehouse " + address + " failed: " + e.getMessage(), e);
      case Error e -> throw e;
      case null, default ->
          throw new IllegalStateException("talking to the warehouse " + address, cause);
    };
  }

  private static FTPClient overTls(URI warehouse, Trust trust) throws WarehouseException {
    try {
      var ftp = new PromptClient();
      ftp.setTrustManager(trust.manager());
      ftp.setEndpointCheckingEnabled(true);
      return ftp;
    } catch (IOException e) {
      throw new WarehouseException.Refused(
          "No secure connection to " + warehouse + ": " + e.getMessage());
    }
  }

  /// Sends what it has at once. A handshake and the end of a transfer are short pieces, each of
  /// which would else wait until the one before is acknowledged: 40 ms, several times a chunk.
  private static final class PromptClient extends FTPSClient {
    PromptClient() {
      super("TLS", false);
    }

    /// @param socket null when the warehouse refused the transfer
    @Override
    protected void _prepareDataSocket_(@Nullable Socket socket) throws SocketException {
      if (socket != null) {
        socket.setTcpNoDelay(true);
      }
    }
  }

  private static boolean logIn(FTPClient ftp, URI warehouse, String user, String token)
      throws IOException {
    ftp.setConnectTimeout((int) CONNECTING.toMillis());
    ftp.setDefaultTimeout((int) SILENCE.toMillis());
    ftp.setDataTimeout(SILENCE);
    ftp.setUseEPSVwithIPv4(true);
    ftp.setControlEncoding("UTF-8");
    ftp.connect(warehouse.getHost(), warehouse.getPort() < 0 ? PORT : warehouse.getPort());
    require(ftp, FTPReply.isPositiveCompletion(ftp.getReplyCode()));
    ftp.setSoTimeout((int) SILENCE.toMillis());
    ftp.setTcpNoDelay(true); // commands are short, and each is waited for
    if (!ftp.login(user, token)) {
      throw ftp.getReplyCode() == FTPReply.NOT_LOGGED_IN
          ? new WarehouseException.Refused(sentence(ftp))
          : refusal(ftp);
    }
    if (ftp instanceof FTPSClient ftps) {
      ftps.execPBSZ(0);
      ftps.execPROT("P");
    }
    ftp.enterLocalPassiveMode();
    require(ftp, ftp.setFileType(FTP.BINARY_FILE_TYPE));
    return true;
  }
}
