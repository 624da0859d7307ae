/// A client of the scheduler's REST API.
@NullMarked
package org.cardshop.platform.scheduler;

import org.jspecify.annotations.NullMarked;
