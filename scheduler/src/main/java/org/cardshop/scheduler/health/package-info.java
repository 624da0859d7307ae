/// How the factory is, over HTTP.
@NullMarked
package org.cardshop.scheduler.health;

import org.jspecify.annotations.NullMarked;
