/// The scheduler over real HTTP and a real store.
@NullMarked
package org.cardshop.scheduler;

import org.jspecify.annotations.NullMarked;
