/// Who may come in, what they may do and how much they may carry.
@NullMarked
package org.cardshop.warehouse.door;

import org.jspecify.annotations.NullMarked;
