package org.cardshop.platform.storage;

/// Workers and the orders that they take, apart from other channels'.
///
/// @param slug names it on the wire, `[a-z0-9-]+`
/// @param warehouse slug of the warehouse for orders that name none; may be empty
public record Channel(String id, String slug, String name, String warehouse, boolean active)
    implements Registry.Entry {}
