package org.cardshop.manager.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;

/// Lists of the scheduler, each to its end.
final class Lists {
  private static final int PAGE = 500;

  private Lists() {}

  /// All at the same time.
  ///
  /// @param paths with a query each
  static List<List<Fields>> of(SignedInClient scheduler, List<String> paths)
      throws IOException, InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var asked = paths.stream().map(path -> threads.submit(() -> all(scheduler, path))).toList();
      var lists = new ArrayList<List<Fields>>();
      for (var answer : asked) {
        lists.add(got(answer));
      }
      return lists;
    }
  }

  /// What was asked for in another thread.
  static <T> T got(Future<T> answer) throws IOException, InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw new IllegalStateException("asking what the slots do failed", e.getCause());
    }
  }

  private static List<Fields> all(SignedInClient scheduler, String path)
      throws IOException, InterruptedException {
    var all = new ArrayList<Fields>();
    List<Fields> page;
    do {
      var window = "&limit=" + PAGE + "&skip=" + all.size();
      page = new Fields(scheduler.get(path + window)).objects("items");
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }
}
