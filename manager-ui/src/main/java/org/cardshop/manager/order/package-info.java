/// Orders as people take them, follow them and ship them.
@NullMarked
package org.cardshop.manager.order;

import org.jspecify.annotations.NullMarked;
