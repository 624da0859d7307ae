/// Orders over HTTP: taken, listed, shipped, cancelled, retried.
@NullMarked
package org.cardshop.scheduler.order;

import org.jspecify.annotations.NullMarked;
