/// Pages that show how things are now: what changed is told to all browsers that look at it.
@NullMarked
package org.cardshop.manager.live;

import org.jspecify.annotations.NullMarked;
