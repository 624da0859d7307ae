package org.cardshop.manager.order;

/// An order's page.
///
/// @param stream where it hears of what changed
public record OrderPage(OrderView order, String stream) {}
