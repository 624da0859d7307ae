package org.cardshop.platform.messaging;

import java.util.regex.Pattern;

/// Names of queues (design §5).
public final class Queues {
  public static final String REQUESTS = "requests";
  public static final String FACTS = "facts";
  public static final String PROGRESS = "progress";
  public static final String DEAD = "dead";

  /// Workers, channels, jobs: one segment of a routing key.
  private static final Pattern SEGMENT = Pattern.compile("[a-z0-9_-]+");

  private Queues() {}

  /// Doorbells for a channel. [Exchange#WORK] routes to it by [#workKey].
  public static String work(String kind, String channel) {
    return "work." + workKey(kind, channel);
  }

  /// The routing key of doorbells: `<kind>.<channel>`.
  public static String workKey(String kind, String channel) {
    return segment(kind) + "." + segment(channel);
  }

  public static String commands(String worker) {
    return "commands." + segment(worker);
  }

  public static String periodic(String job) {
    return "periodic." + segment(job);
  }

  /// Where one run of a worker awaits its answers.
  public static String replies(String worker, String boot) {
    return repliesPrefix(worker) + boot;
  }

  static String repliesPrefix(String worker) {
    return "replies." + segment(worker) + ".";
  }

  private static String segment(String name) {
    if (!SEGMENT.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "'" + name + "' cannot name a queue: use lower case letters, digits, - and _");
    }
    return name;
  }
}
