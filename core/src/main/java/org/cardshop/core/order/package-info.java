/// The life of an order, from the request to the parcel.
@NullMarked
package org.cardshop.core.order;

import org.jspecify.annotations.NullMarked;
