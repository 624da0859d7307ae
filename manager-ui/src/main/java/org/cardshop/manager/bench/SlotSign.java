package org.cardshop.manager.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cardshop.core.task.Step;
import org.cardshop.core.task.Step.WriteStep;
import org.cardshop.core.task.TaskKind;
import org.cardshop.core.worker.SlotState;
import org.cardshop.manager.bench.BenchView.Slot;
import org.cardshop.manager.task.TaskView;
import org.cardshop.manager.web.Texts;

/// The one sentence that a slot says to whoever stands before it, from what is known of the slot.
///
/// @param key of the sentence, after `bench.sign.`
/// @param args what is filled in: the slot's name first
public record SlotSign(Kind kind, String key, List<String> args) {
  /// Around what is filled in; of no use in any name.
  private static final String BEGIN = "\uE000";

  private static final String END = "\uE001";
  private static final Pattern FILLED = Pattern.compile(BEGIN + "([^" + END + "]*)" + END);

  /// What the sentence wants; one colour, sign, word and sound each.
  public enum Kind {
    /// A card shall be put in.
    INSERT,
    /// Somebody shall say that the card may be erased.
    CONFIRM,
    /// A card shall be taken out that is not to be used.
    REPLACE,
    /// A good card shall be taken out and labelled.
    DONE,
    /// A card shall be thrown away.
    BAD,
    /// Nobody shall do anything: the slot works.
    BUSY,
    /// There is no work.
    IDLE,
    /// The slot cannot be used until somebody has seen to it.
    FAULT,
    /// Its host is not heard.
    AWAY;

    /// In style sheets and texts.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Of `part/icon` and its colour.
    public String icon() {
      return switch (this) {
        case INSERT, CONFIRM, REPLACE -> "hand";
        case DONE -> "good";
        case BAD, FAULT -> "bad";
        case BUSY -> "busy";
        case IDLE -> "off";
        case AWAY -> "wait";
      };
    }

    /// Whether it waits for somebody's hands.
    public boolean isForHands() {
      return switch (this) {
        case INSERT, CONFIRM, REPLACE, DONE, BAD -> true;
        case BUSY, IDLE, FAULT, AWAY -> false;
      };
    }
  }

  public SlotSign {
    args = List.copyOf(args);
  }

  /// Decides it.
  static SlotSign of(Slot slot) {
    if (!slot.isOnline()) {
      return sign(Kind.AWAY, "away", slot);
    }
    return slot.task().map(task -> ofTask(slot, task)).orElseGet(() -> ofIdle(slot));
  }

  public String sentence(Texts texts) {
    return texts.of("bench.sign." + key, args.toArray());
  }

  /// Whether what the writer says of the card says more than the sentence.
  public boolean saysWhy() {
    return kind == Kind.INSERT || kind == Kind.CONFIRM || kind == Kind.BAD;
  }

  /// A piece of the sentence.
  ///
  /// @param isFilledIn a name or a number, which should stand in one line
  public record Part(String text, boolean isFilledIn) {}

  /// The sentence in pieces, to be put side by side.
  public List<Part> parts(Texts texts) {
    var marked = args.stream().map(arg -> BEGIN + arg + END).toArray();
    var sentence = texts.of("bench.sign." + key, marked);
    var parts = new ArrayList<Part>();
    int at = 0;
    for (var filled : FILLED.matcher(sentence).results().toList()) {
      parts.add(new Part(sentence.substring(at, filled.start()), false));
      parts.add(new Part(filled.group(1), true));
      at = filled.end();
    }
    parts.add(new Part(sentence.substring(at), false));
    return parts;
  }

  private static SlotSign ofTask(Slot slot, TaskView task) {
    // Granted, and nothing was heard yet: not a step.
    var step =
        Step.fromWire(TaskKind.WRITE, task.status())
            .flatMap(s -> s instanceof WriteStep w ? Optional.of(w) : Optional.empty())
            .orElse(WriteStep.RECEIVED);
    return switch (step) {
      case RECEIVED -> sign(Kind.BUSY, "received", slot);
      case DOWNLOADING -> progress("downloading", slot, task);
      case DOWNLOADED -> sign(Kind.BUSY, "downloaded", slot);
      case WAITING_FOR_CARD -> ofWait(slot, task);
      case CARD_INSERTED -> sign(Kind.BUSY, "card_inserted", slot);
      case WIPING_SDCARD, CARD_WIPED -> sign(Kind.BUSY, "wiping", slot);
      case WRITING -> progress("writing", slot, task);
      case VERIFYING -> progress("verifying", slot, task);
    };
  }

  private static SlotSign ofWait(Slot slot, TaskView task) {
    return switch (slot.asks()) {
      case CONFIRM -> sign(Kind.CONFIRM, task.why().isEmpty() ? "confirm" : "confirm_dirty", slot);
      case REPLACE ->
          slot.card()
              .filter(_ -> slot.medium().equals(task.medium()))
              .map(card -> done(slot, card))
              .orElseGet(() -> replace(slot, task));
      case INSERT ->
          task.gigabytes().isPresent()
              ? sign(Kind.INSERT, "insert", slot, String.valueOf(task.gigabytes().getAsInt()))
              : sign(Kind.INSERT, "insert_any", slot);
    };
  }

  private static SlotSign replace(Slot slot, TaskView task) {
    return task.isBad() ? sign(Kind.BAD, "bad", slot) : sign(Kind.REPLACE, "replace", slot);
  }

  private static SlotSign ofIdle(Slot slot) {
    if (slot.card().isPresent()) {
      return done(slot, slot.card().get());
    }
    var state = SlotState.fromWire(slot.state()).orElse(SlotState.FREE);
    return switch (state) {
      case BUSY -> sign(Kind.BUSY, "received", slot);
      case SUSPENDED -> sign(Kind.FAULT, "suspended", slot);
      case BROKEN -> sign(Kind.FAULT, "broken", slot);
      case NO_DISK -> sign(Kind.FAULT, "no_disk", slot);
      case FREE -> {
        if (slot.medium().isPresent()) {
          yield sign(Kind.IDLE, "unused", slot);
        }
        yield sign(Kind.IDLE, slot.isCordoned() ? "cordoned" : "free", slot);
      }
    };
  }

  private static SlotSign done(Slot slot, Slot.Card card) {
    return sign(Kind.DONE, "done", slot, card.label());
  }

  /// With how far it is and how long it still takes, as far as that is known.
  private static SlotSign progress(String key, Slot slot, TaskView task) {
    if (task.percent().isEmpty()) {
      return sign(Kind.BUSY, key, slot);
    }
    var percent = String.valueOf(task.percent().getAsInt());
    return task.minutesLeft().isPresent()
        ? sign(
            Kind.BUSY,
            key + "_left",
            slot,
            percent,
            String.valueOf(Math.max(1, task.minutesLeft().getAsLong())))
        : sign(Kind.BUSY, key + "_percent", slot, percent);
  }

  private static SlotSign sign(Kind kind, String key, Slot slot, String... more) {
    var args = new ArrayList<String>();
    args.add(slot.name());
    args.addAll(Arrays.asList(more));
    return new SlotSign(kind, key, args);
  }
}
