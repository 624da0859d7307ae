/// How full the warehouse may become, and which bytes are promised to whom.
@NullMarked
package org.cardshop.warehouse.room;

import org.jspecify.annotations.NullMarked;
