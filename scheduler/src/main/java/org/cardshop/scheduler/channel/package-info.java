/// The channels over HTTP.
@NullMarked
package org.cardshop.scheduler.channel;

import org.jspecify.annotations.NullMarked;
