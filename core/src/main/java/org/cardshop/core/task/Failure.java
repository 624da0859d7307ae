package org.cardshop.core.task;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why a task was given up.
///
/// @param status where it broke
/// @param reason a sentence that a person can act on
public record Failure(Status status, String reason) {
  /// The final statuses of failed tasks, as on the wire.
  public enum Status {
    FAILED_TO_BUILD,
    FAILED_TO_UPLOAD,
    FAILED_TO_DOWNLOAD,
    FAILED_TO_INSERT,
    FAILED_TO_WIPE,
    FAILED_TO_WRITE,
    FAILED_TO_VERIFY,
    FAILED,
    TIMEDOUT;

    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Status> fromWire(String name) {
      return Arrays.stream(values()).filter(s -> s.wire().equals(name)).findFirst();
    }

    /// Where a task breaks that fails in this step.
    public static Status in(Step step) {
      return switch (step) {
        case Step.CreateStep s ->
            switch (s) {
              case RECEIVED, BUILDING -> FAILED_TO_BUILD;
              case BUILT, UPLOADING -> FAILED_TO_UPLOAD;
            };
        case Step.WriteStep s ->
            switch (s) {
              case RECEIVED, DOWNLOADING -> FAILED_TO_DOWNLOAD;
              case DOWNLOADED, WAITING_FOR_CARD, CARD_INSERTED -> FAILED_TO_INSERT;
              case WIPING_SDCARD -> FAILED_TO_WIPE;
              case CARD_WIPED, WRITING -> FAILED_TO_WRITE;
              case VERIFYING -> FAILED_TO_VERIFY;
            };
      };
    }
  }
}
