/// What could not be handled, to look at and to send again.
@NullMarked
package org.cardshop.scheduler.deadletter;

import org.jspecify.annotations.NullMarked;
