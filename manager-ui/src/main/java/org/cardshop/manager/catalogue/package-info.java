/// The contents that one may choose from.
@NullMarked
package org.cardshop.manager.catalogue;

import org.jspecify.annotations.NullMarked;
