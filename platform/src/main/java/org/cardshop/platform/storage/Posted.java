package org.cardshop.platform.storage;

/// An effect that waits in its document's outbox until it was carried out.
///
/// @param id unique in the document
public record Posted<E>(String id, E effect) {}
