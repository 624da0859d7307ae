/// The moment at which an image comes to be: everything it needs is there, and its builder may.
@NullMarked
package org.cardshop.warehouse.publishing;

import org.jspecify.annotations.NullMarked;
