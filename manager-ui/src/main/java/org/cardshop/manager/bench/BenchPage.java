package org.cardshop.manager.bench;

/// The bench's page.
///
/// @param stream where it hears of what changed
public record BenchPage(BenchView bench, String stream) {}
