package org.cardshop.scheduler;

import java.util.Optional;
import org.cardshop.platform.messaging.BrokerManagement;
import org.cardshop.platform.messaging.DeadLetters;
import org.cardshop.platform.production.Outside;
import org.cardshop.scheduler.worker.Commands;
import org.cardshop.scheduler.worker.Furnishing;

/// What the scheduler tells the world, and asks it, beside its database.
///
/// @param management throws users out of the broker; empty where all of them are ours
public record Links(
    Outside outside,
    Commands commands,
    Furnishing furnishing,
    DeadLetters deadLetters,
    Optional<BrokerManagement> management) {}
