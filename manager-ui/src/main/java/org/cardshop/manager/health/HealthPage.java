package org.cardshop.manager.health;

/// The page of the factory's health.
///
/// @param stream the address where it is told live
public record HealthPage(HealthView health, String stream) {}
