package org.cardshop.platform.storage;

import java.time.Instant;

/// That something was changed, and when it was last.
public record Changed(String id, Instant at) {}
