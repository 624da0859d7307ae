/// The kinds of cards that can be ordered, over HTTP.
@NullMarked
package org.cardshop.scheduler.media;

import org.jspecify.annotations.NullMarked;
