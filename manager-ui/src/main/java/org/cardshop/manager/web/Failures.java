package org.cardshop.manager.web;

import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.MalformedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what went wrong into a page that says so.
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  void show(Exception failure, Visit visit) {
    switch (failure) {
      case SchedulerException e when e.status() >= 500 -> {
        LOG.warn("the scheduler answered {}: {}", e.status(), e.sentence());
        show(visit, HttpStatus.BAD_GATEWAY, "scheduler_failed", e.sentence());
      }
      case SchedulerException e ->
          show(visit, HttpStatus.forStatus(e.status()), "refused", e.sentence());
      case MalformedException e -> {
        LOG.warn("the scheduler's answer was not understood", e);
        show(visit, HttpStatus.BAD_GATEWAY, "scheduler_failed", String.valueOf(e.getMessage()));
      }
      case IOException e -> {
        LOG.warn("the scheduler cannot be reached: {}", e.toString());
        show(visit, HttpStatus.SERVICE_UNAVAILABLE, "unreachable");
      }
      case HttpResponseException e when e.getStatus() == HttpStatus.NOT_FOUND.getCode() ->
          show(visit, HttpStatus.NOT_FOUND, "not_found");
      case HttpResponseException e when e.getStatus() == HttpStatus.CONTENT_TOO_LARGE.getCode() ->
          showTooLarge(visit);
      case HttpResponseException e ->
          show(
              visit,
              HttpStatus.forStatus(e.getStatus()),
              "refused",
              String.valueOf(e.getMessage()));
      default -> {
        LOG.error("a page failed", failure);
        show(visit, HttpStatus.INTERNAL_SERVER_ERROR, "own_fault");
      }
    }
  }

  void showForged(Visit visit) {
    show(visit, HttpStatus.FORBIDDEN, "forged");
  }

  void showTooLarge(Visit visit) {
    show(visit, HttpStatus.CONTENT_TOO_LARGE, "too_large");
  }

  private static void show(Visit visit, HttpStatus status, String what, Object... values) {
    var texts = visit.texts();
    visit.show(
        status,
        "problem",
        new Problem(
            texts.of("problem." + what + ".title"),
            texts.of("problem." + what + ".sentence", values)));
  }
}
