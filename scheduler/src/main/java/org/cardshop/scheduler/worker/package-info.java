/// The workers over HTTP, and what is told to them.
@NullMarked
package org.cardshop.scheduler.worker;

import org.jspecify.annotations.NullMarked;
