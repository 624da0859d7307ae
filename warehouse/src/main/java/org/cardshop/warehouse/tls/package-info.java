/// By which certificate clients know the warehouse.
@NullMarked
package org.cardshop.warehouse.tls;

import org.jspecify.annotations.NullMarked;
