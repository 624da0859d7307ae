package org.cardshop.writer.card;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.cardshop.writer.source.Reading;

/// For a person: progress and what went wrong on the error stream, good cards on the other.
final class TextReport implements Report {
  private final PrintWriter out;
  private final PrintWriter err;
  private final ProgressDisplay display;

  TextReport(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    display = new ProgressDisplay(err, ProgressDisplay.isOnTerminal());
  }

  @Override
  public Reading reading() {
    return (done, total) -> {
      if (done < total) {
        display.at("image", new Phase("reading", done, total));
      } else {
        display.end("image");
      }
    };
  }

  @Override
  public CardListener of(String target) {
    return progress -> {
      Phase.of(progress).ifPresent(phase -> display.at(target, phase));
      if (progress instanceof CardProgress.Warning(var sentence)) {
        display.print(err, target + ": " + sentence);
      }
    };
  }

  @Override
  public void written(String target, CardOutcome outcome) {
    switch (outcome) {
      case CardOutcome.Written(var c) ->
          good(
              target,
              String.format(
                  Locale.ROOT,
                  "%,d bytes written in %.1f s, %,d read back in %.1f s, %d rewrites; sha256 %s",
                  c.counts().written(),
                  c.writing().time().toMillis() / 1e3,
                  c.counts().verified(),
                  c.verifying().time().toMillis() / 1e3,
                  c.counts().rewrites(),
                  c.sha256()));
      case CardOutcome.Bad(var during, var why) ->
          bad(target, "bad card, while " + word(during) + ": " + why);
      case CardOutcome.Pulled(var during, var why) ->
          bad(target, "card lost, while " + word(during) + ": " + why);
      case CardOutcome.SourceFailed(_, var why) ->
          bad(target, "the image failed, not the card: " + why);
      case CardOutcome.Cancelled _ -> bad(target, "cancelled; the card is not usable.");
    }
  }

  @Override
  public void checked(String target, CheckOutcome outcome) {
    switch (outcome) {
      case CheckOutcome.Matches(var bytes, var reading) ->
          good(
              target,
              String.format(
                  Locale.ROOT, "%,d bytes read in %.1f s", bytes, reading.toMillis() / 1e3));
      case CheckOutcome.Differs(var why) -> bad(target, why);
      case CheckOutcome.Unreadable(var why) -> bad(target, why);
      case CheckOutcome.Cancelled _ -> bad(target, "cancelled.");
    }
  }

  @Override
  public void refused(String target, List<String> reasons) {
    reasons.forEach(reason -> display.print(err, "Refused: " + reason));
  }

  @Override
  public void failed(String sentence) {
    display.print(err, sentence);
  }

  @Override
  public void close() {
    display.close();
  }

  private void good(String target, String sentence) {
    display.end(target);
    display.print(out, target + ": good; " + sentence);
  }

  private void bad(String target, String sentence) {
    display.end(target);
    display.print(err, target + ": " + sentence);
  }

  private static String word(CardStep step) {
    return step.name().toLowerCase(Locale.ROOT);
  }
}
