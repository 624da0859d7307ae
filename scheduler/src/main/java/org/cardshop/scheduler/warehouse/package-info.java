/// The warehouses over HTTP.
@NullMarked
package org.cardshop.scheduler.warehouse;

import org.jspecify.annotations.NullMarked;
