package org.cardshop.scheduler;

import java.util.Optional;
import org.cardshop.platform.messaging.DeadLetters;
import org.cardshop.platform.messaging.Door;
import org.cardshop.platform.production.Outside;
import org.cardshop.scheduler.worker.Commands;
import org.cardshop.scheduler.worker.Furnishing;

/// What the scheduler tells the world, and asks it, beside its database.
///
/// @param door where users are thrown out of the broker; empty where nobody does
public record Links(
    Outside outside,
    Commands commands,
    Furnishing furnishing,
    DeadLetters deadLetters,
    Optional<Door> door) {}
