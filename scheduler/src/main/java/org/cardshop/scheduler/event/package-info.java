/// State changes and progress as server-sent events.
@NullMarked
package org.cardshop.scheduler.event;

import org.jspecify.annotations.NullMarked;
