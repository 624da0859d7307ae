package org.cardshop.manager.order;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import org.cardshop.platform.wire.Fields;

/// What the workers said of an order's tasks, oldest first.
public record OrderLog(List<Line> lines) {
  /// What a page shows.
  private static final int LAST = 60;

  private static final Pattern TIMED = Pattern.compile("(\\S+Z) (.*)", Pattern.DOTALL);

  public OrderLog {
    lines = List.copyOf(lines);
  }

  /// A line.
  ///
  /// @param at time as the worker wrote it; may be empty
  /// @param card number of the card that it is about; 0 for the image
  public record Line(String at, int card, String text) {
    static Line of(String line, int card) {
      var timed = TIMED.matcher(line);
      return timed.matches()
          ? new Line(timed.group(1), card, timed.group(2))
          : new Line("", card, line);
    }

    /// As in a file.
    public String plain() {
      return at + (card == 0 ? " image: " : " card " + card + ": ") + text;
    }

    /// Hours, minutes and seconds, where the time has them.
    public String clock() {
      return at.length() >= 19 ? at.substring(11, 19) : at;
    }
  }

  /// @param order with the logs of its tasks
  static OrderLog of(Fields order) {
    var lines = new ArrayList<Line>();
    var tasks = order.fields("tasks");
    tasks.optionalFields("create").ifPresent(task -> add(task, 0, lines));
    tasks.objects("write").forEach(task -> add(task, task.smallWhole("unit"), lines));
    lines.sort(Comparator.comparing(Line::at));
    return new OrderLog(lines);
  }

  private static void add(Fields task, int card, List<Line> lines) {
    task.list("logs").forEach(line -> lines.add(Line.of(line.asText(), card)));
  }

  /// The newest lines.
  OrderLog last() {
    return new OrderLog(lines.subList(Math.max(0, lines.size() - LAST), lines.size()));
  }
}
