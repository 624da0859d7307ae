/// Real servers and small aids for tests; never part of the product.
@NullMarked
package org.cardshop.testing;

import org.jspecify.annotations.NullMarked;
