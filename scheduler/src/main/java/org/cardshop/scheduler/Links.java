package org.cardshop.scheduler;

import org.cardshop.platform.messaging.DeadLetters;
import org.cardshop.platform.production.Outside;
import org.cardshop.scheduler.worker.Commands;
import org.cardshop.scheduler.worker.Furnishing;

/// What the scheduler tells the world, and asks it, beside its database.
public record Links(
    Outside outside, Commands commands, Furnishing furnishing, DeadLetters deadLetters) {}
