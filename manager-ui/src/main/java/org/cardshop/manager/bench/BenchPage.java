package org.cardshop.manager.bench;

/// The bench's page.
///
/// @param layout of the chosen host's slots
/// @param stream where it hears of what changed
public record BenchPage(BenchView bench, HostsView hosts, Layout layout, String stream) {}
