package org.cardshop.monitor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.order.OrderTerms;
import org.cardshop.core.task.Grant;
import org.cardshop.core.task.Step.CreateStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.task.TaskState;
import org.cardshop.platform.storage.Order;
import org.cardshop.platform.storage.Orders;
import org.cardshop.platform.storage.Task;
import org.cardshop.platform.storage.Tasks;
import org.cardshop.platform.storage.Worker;
import org.cardshop.platform.storage.Workers;
import org.cardshop.platform.token.Tickets;
import org.cardshop.platform.wire.Command;

/// Tells the writers of a channel that an image is being uploaded, so that they fetch what is there
/// of it before their cards are due. Only hints: they may be lost, come twice or come late.
final class PrefetchHints {
  /// How often what is still being uploaded is said again, with a fresh ticket.
  static final Duration AGAIN = Duration.ofMinutes(5);

  private static final Duration TICKET = AGAIN.multipliedBy(3);

  private final Tasks tasks;
  private final Orders orders;
  private final Workers workers;
  private final Tickets tickets;
  private final InstantSource clock;
  private final Monitoring.Line line;

  /// Ids of tasks whose upload began and, as far as is known here, goes on.
  private final Set<String> uploading = ConcurrentHashMap.newKeySet();

  PrefetchHints(
      Tasks tasks,
      Orders orders,
      Workers workers,
      Tickets tickets,
      InstantSource clock,
      Monitoring.Line line) {
    this.tasks = tasks;
    this.orders = orders;
    this.workers = workers;
    this.tickets = tickets;
    this.clock = clock;
    this.line = line;
  }

  /// The task has come to uploading its image.
  void uploadBegan(String task) {
    if (tell(task)) {
      uploading.add(task);
    }
  }

  /// Says again what still holds.
  void repeat() {
    uploading.removeIf(task -> !tell(task));
  }

  /// @return whether the image is on its way to writers
  private boolean tell(String id) {
    var task = tasks.find(id);
    var grant = task.flatMap(t -> grant(t.value()));
    var order = task.flatMap(t -> orders.find(t.value().key().order()));
    if (grant.isEmpty()
        || order.isEmpty()
        || order.get().value().terms().medium() != OrderTerms.Medium.PHYSICAL) {
      return false;
    }
    var image = order.get().value().terms().imageName(task.get().value().key().unit());
    workers.ofChannel(order.get().value().channel()).stream()
        .filter(w -> w.kind() == TaskKind.WRITE && w.online() && w.cordon().isEmpty())
        .forEach(w -> line.send(w.name(), hint(w, id, grant.get(), order.get().value(), image)));
    return true;
  }

  private static Optional<Grant> grant(Task task) {
    return task.state() instanceof TaskState.Running r && r.step() == CreateStep.UPLOADING
        ? Optional.of(r.grant())
        : Optional.empty();
  }

  private Command.Prefetch hint(
      Worker writer, String task, Grant grant, Order order, String image) {
    var ticket =
        tickets.issue(
            new Claims.Ticket(
                writer.name(),
                task,
                grant.epoch(),
                Claims.Direction.DOWNLOAD,
                order.channel(),
                image,
                // What the image weighs is known to who builds it only.
                Claims.Ticket.ANY_SIZE,
                clock.instant().plus(TICKET)));
    return new Command.Prefetch(order.channel(), image, order.downloadUri(), ticket);
  }
}
