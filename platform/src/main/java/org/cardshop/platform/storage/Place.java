package org.cardshop.platform.storage;

/// A slot of a worker.
public record Place(String worker, String slot) {}
