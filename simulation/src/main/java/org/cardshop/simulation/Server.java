package org.cardshop.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// The database, the broker or the warehouse, as far as a process can reach it.
final class Server {
  /// It is not there, or its answer is lost: what was asked may have been done or not.
  static final class AwayException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    AwayException(String server) {
      super(server + " is away", null, false, false);
    }
  }

  private static final long SLOW = 400;

  private final Kernel kernel;
  private final String name;
  boolean isUp = true;

  /// Answers take long.
  boolean isSlow;

  /// How many answers in a thousand are lost.
  int losses;

  Server(Kernel kernel, String name) {
    this.kernel = kernel;
    this.name = name;
  }

  /// A call's way there.
  ///
  /// @throws AwayException when it does not arrive
  void reach(Host from) {
    kernel.sleep(latency());
    if (!isUp || from.isMute) {
      throw new AwayException(name);
    }
  }

  /// The answer's way back.
  ///
  /// @throws AwayException when it does not arrive; what was asked for is done
  void answer(Host to) {
    if (!isUp || to.isDeaf || kernel.chance(losses)) {
      throw new AwayException(name);
    }
  }

  private long latency() {
    return isSlow ? kernel.below(SLOW) : kernel.below(4);
  }

  /// The same as the target, as seen from a host: each call takes time, during which others act and
  /// the host may die, and may fail.
  <T> T seenFrom(Host host, Class<T> port, T target) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (_, method, arguments) -> {
              reach(host);
              Object answer;
              try {
                answer = method.invoke(target, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
              answer(host);
              return answer;
            }));
  }
}
