package org.cardshop.manager.setup;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.Set;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;

/// What becomes of a change that the scheduler refuses: a person can mend some, the rest is thrown.
final class Refusals {
  private static final Set<Integer> OF_FORMS = Set.of(400, 409);
  private static final int NOT_FOUND = 404;

  private Refusals() {}

  /// The status of the form that is shown again.
  static HttpStatus status(SchedulerException e) throws SchedulerException {
    if (!OF_FORMS.contains(e.status())) {
      throw e;
    }
    return HttpStatus.forStatus(e.status());
  }

  /// Asks the scheduler for something.
  interface Call {
    Object send() throws IOException, InterruptedException;
  }

  /// To a page that says what came of it.
  static void tell(Visit visit, String path, String done, Call call)
      throws IOException, InterruptedException {
    try {
      var _ = call.send();
      visit.goTo(path, true, done);
    } catch (SchedulerException e) {
      if (!OF_FORMS.contains(e.status()) && e.status() != NOT_FOUND) {
        throw e;
      }
      visit.goTo(path, false, e.sentence());
    }
  }
}
