/// When periodic work is due, and what becomes of the times that were missed.
@NullMarked
package org.cardshop.core.schedule;

import org.jspecify.annotations.NullMarked;
