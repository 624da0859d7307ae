/// Tasks over HTTP: listed, explained, and what people at the bench say of their cards.
@NullMarked
package org.cardshop.scheduler.task;

import org.jspecify.annotations.NullMarked;
