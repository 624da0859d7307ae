package org.cardshop.simulation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Claims;

/// The warehouse: whole images by name. Like the real one it asks who holds the newest grant of a
/// task before it lets anything be changed.
final class Storehouse {
  /// The warehouse says no.
  static final class RefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RefusedException(String why) {
      super(why, null, false, false);
    }
  }

  final Server server;
  private final Books books;
  private final Map<String, String> images = new LinkedHashMap<>();

  Storehouse(Kernel kernel, Books books) {
    this.server = new Server(kernel, "the warehouse");
    this.books = books;
  }

  /// One piece of an upload; only its fence matters here.
  void store(Host from, Claims.Ticket ticket) {
    server.reach(from);
    check(ticket);
    server.answer(from);
  }

  void publish(Host from, Claims.Ticket ticket, String content) {
    server.reach(from);
    check(ticket);
    images.put(ticket.image(), content);
    server.answer(from);
  }

  /// The content of an image.
  ///
  /// @throws RefusedException when there is none
  String fetch(Host from, Claims.Ticket ticket) {
    server.reach(from);
    var content = find(ticket.image());
    server.answer(from);
    return content.orElseThrow(() -> new RefusedException("there is no image " + ticket.image()));
  }

  void delete(Host from, String image) {
    server.reach(from);
    images.remove(image);
    server.answer(from);
  }

  /// By whoever looks from above.
  Optional<String> find(String image) {
    return Optional.ofNullable(images.get(image));
  }

  private void check(Claims.Ticket ticket) {
    var state = books.tasks.find(ticket.task()).map(t -> t.value().state());
    if (state.filter(s -> !s.isTerminal() && s.attempts().epoch() == ticket.epoch()).isEmpty()) {
      throw new RefusedException("another grant is newer, or the task has ended");
    }
  }
}
