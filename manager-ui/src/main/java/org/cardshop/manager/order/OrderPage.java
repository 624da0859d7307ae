package org.cardshop.manager.order;

/// An order's page.
///
/// @param log its newest lines
/// @param stream where it hears of what changed
public record OrderPage(OrderView order, OrderLog log, String stream) {}
