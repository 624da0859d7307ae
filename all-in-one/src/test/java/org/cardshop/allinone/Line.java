package org.cardshop.allinone;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A network line to a port of this machine that a test cuts, silences, slows down or damages.
final class Line implements AutoCloseable {
  /// How the line is.
  sealed interface State {
    record Good() implements State {}

    /// No connection holds, and none can be made.
    record Cut() implements State {}

    /// Connections stay and nothing goes through, in either direction.
    record Silent() implements State {}

    /// What comes is passed on later.
    record Slow(Duration delay) implements State {}

    /// One byte of each piece that comes is another.
    record Noisy() implements State {}
  }

  private static final Logger LOG = LoggerFactory.getLogger(Line.class);
  private static final int PIECE = 1 << 14;

  private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final int port;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = new State.Good();
  private volatile Optional<ByteArrayOutputStream> heard = Optional.empty();

  /// @param port where the line leads
  Line(int port) throws IOException {
    this.port = port;
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return door.getLocalPort();
  }

  /// From now on what goes through is kept.
  void listen() {
    heard = Optional.of(new ByteArrayOutputStream());
  }

  /// What went through, a character a byte.
  String heard() {
    return heard.map(bytes -> bytes.toString(StandardCharsets.ISO_8859_1)).orElse("");
  }

  void cut() throws IOException {
    become(new State.Cut());
    for (var socket : sockets) {
      socket.close();
    }
  }

  void silence() {
    become(new State.Silent());
  }

  void slow(Duration delay) {
    become(new State.Slow(delay));
  }

  void damage() {
    become(new State.Noisy());
  }

  void mend() {
    become(new State.Good());
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
  }

  private void become(State next) {
    lock.lock();
    try {
      state = next;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!door.isClosed()) {
      try {
        var client = door.accept();
        if (isCut()) {
          client.close();
        } else {
          connect(client);
        }
      } catch (IOException e) {
        LOG.debug("the door is closed, or there is nobody at the other end", e);
      }
    }
  }

  private void connect(Socket client) throws IOException {
    sockets.add(client);
    try {
      var server = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(server);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      Thread.ofVirtual().start(() -> pump(client, server));
      Thread.ofVirtual().start(() -> pump(server, client));
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private void pump(Socket from, Socket to) {
    try (from;
        to) {
      var in = from.getInputStream();
      var out = to.getOutputStream();
      var piece = new byte[PIECE];
      for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
        int length = n;
        heard.ifPresent(bytes -> bytes.write(piece, 0, length));
        if (isToBeDamaged()) {
          piece[n / 2] ^= 0x55;
        }
        out.write(piece, 0, n);
      }
    } catch (IOException e) {
      return; // one side has gone, the other is closed with it
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  /// Returns when the piece at hand may go on.
  private boolean isToBeDamaged() throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        switch (state) {
          case State.Good _, State.Cut _ -> {
            return false;
          }
          case State.Noisy _ -> {
            return true;
          }
          case State.Silent _ -> changed.await();
          case State.Slow(var delay) -> {
            var _ = changed.await(delay.toNanos(), TimeUnit.NANOSECONDS);
            return false;
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private boolean isCut() {
    lock.lock();
    try {
      return state instanceof State.Cut;
    } finally {
      lock.unlock();
    }
  }
}
