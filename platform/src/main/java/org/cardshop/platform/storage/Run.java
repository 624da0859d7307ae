package org.cardshop.platform.storage;

import java.time.Instant;

/// One due time of a schedule.
///
/// @param schedule its name
/// @param job what is done
public record Run(String schedule, Instant due, String job) {}
