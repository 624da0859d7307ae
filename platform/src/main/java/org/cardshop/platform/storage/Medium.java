package org.cardshop.platform.storage;

import org.cardshop.core.order.OrderTerms;

/// A kind of card that can be ordered.
///
/// @param size in GB (10⁹ bytes)
/// @param units what one of it is billed as
public record Medium(String id, String name, OrderTerms.Medium type, int size, int units)
    implements Registry.Entry {}
