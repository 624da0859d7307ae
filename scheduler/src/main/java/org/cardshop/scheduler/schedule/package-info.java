/// The schedules over HTTP.
@NullMarked
package org.cardshop.scheduler.schedule;

import org.jspecify.annotations.NullMarked;
