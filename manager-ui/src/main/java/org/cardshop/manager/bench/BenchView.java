package org.cardshop.manager.bench;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.manager.task.TaskView;

/// The writer hosts, and the slots of the one that is looked at.
///
/// @param chosen name of that host; empty when there is none of that name
public record BenchView(List<Host> hosts, Optional<Host> chosen) {
  /// Names as they may stand in ids of tiles.
  private static final String PLAIN = "[A-Za-z0-9._-]{1,64}";

  private static final int DIGITS = 16;
  private static final int ORDER_END = 6;

  public BenchView {
    hosts = List.copyOf(hosts);
  }

  /// A writer host.
  ///
  /// @param seen when it was last heard of
  /// @param cordonedBy who keeps tasks away from it
  public record Host(
      String name, boolean isOnline, Instant seen, Optional<String> cordonedBy, List<Slot> slots) {
    public Host {
      slots = List.copyOf(slots);
    }

    /// Of its part of the page.
    public String id() {
      return plain(name);
    }

    /// The host itself, as a part of the page.
    Host alone() {
      return new Host(name, isOnline, seen, cordonedBy, List.of());
    }

    /// How many of its slots wait for somebody's hands.
    public long waiting() {
      return slots.stream().filter(s -> s.sign().kind().isForHands()).count();
    }
  }

  /// What a writer wants of its slot.
  public enum Asks {
    INSERT,
    CONFIRM,
    REPLACE
  }

  /// A slot, whether it has a task or not.
  ///
  /// @param host the writer host that it is in
  /// @param state in the writer's words
  /// @param medium opaque id of the card that was last seen in it
  /// @param size of that card in bytes; 0 without one
  /// @param card that this card is, when it was verified
  /// @param hasHands whether cards are put in and taken out by buttons
  public record Slot(
      String host,
      boolean isOnline,
      boolean isCordoned,
      String name,
      String state,
      Optional<String> medium,
      long size,
      Optional<Card> card,
      Optional<TaskView> task,
      boolean hasHands) {
    /// A verified card.
    ///
    /// @param slot where it was written
    public record Card(String order, int unit, String slot) {
      /// What people call it, as in `A-03-0042`.
      public String label() {
        return String.format(Locale.ROOT, "%s-%04d", slot, unit);
      }
    }

    /// Of its part of the page.
    public String id() {
      return plain(host) + "." + plain(name);
    }

    public SlotSign sign() {
      return SlotSign.of(this);
    }

    /// What the writer wants; while it has not said so, what follows from what it saw.
    Asks asks() {
      var seen = medium.isPresent() ? Asks.CONFIRM : Asks.INSERT;
      return task.flatMap(TaskView::asks)
          .map(asks ->
              switch (asks) {
                case "insert" -> Asks.INSERT;
                case "replace" -> Asks.REPLACE;
                default -> seen;
              })
          .orElse(seen);
    }

    /// The card that a person may say yes to.
    public Optional<String> confirmable() {
      return task.filter(t -> t.waitsForCard() && asks() == Asks.CONFIRM)
          .flatMap(t -> t.medium().or(() -> medium));
    }

    /// The size of the card that is to be confirmed, in bytes; 0 when it is not known.
    public long cardSize() {
      return task.map(TaskView::size).filter(s -> s > 0).orElse(size);
    }

    /// What kind of card that is; empty when the writer does not know.
    public String cardKind() {
      return task.flatMap(TaskView::card).orElse("");
    }

    /// The end of its order's number: enough to tell the orders of a bench apart.
    public String orderEnd() {
      var order = task.map(TaskView::order).orElse("");
      return order.substring(Math.max(0, order.length() - ORDER_END));
    }

    /// Whether it makes sense to put a card in by a button.
    public boolean canInsert() {
      return hasHands && !hasCard();
    }

    /// Whether it makes sense to take the card out by a button: not while it is written.
    public boolean canRemove() {
      return hasHands && hasCard() && sign().kind() != SlotSign.Kind.BUSY;
    }

    /// What a writer says who waits is newer than what it says of itself.
    private boolean hasCard() {
      return task.filter(t -> t.waitsForCard() && t.asks().isPresent())
          .map(t -> t.medium().isPresent())
          .orElse(medium.isPresent());
    }
  }

  private static String plain(String name) {
    return name.matches(PLAIN)
        ? name
        : "x" + Sha256.of(name.getBytes(StandardCharsets.UTF_8)).hex().substring(0, DIGITS);
  }
}
