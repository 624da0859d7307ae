/// The REST API over the database (design §7). [SchedulerProcess] is the diagram.
@NullMarked
package org.cardshop.scheduler;

import org.jspecify.annotations.NullMarked;
