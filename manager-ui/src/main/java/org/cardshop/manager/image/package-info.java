/// What the warehouse holds, for whom and for how long.
@NullMarked
package org.cardshop.manager.image;

import org.jspecify.annotations.NullMarked;
