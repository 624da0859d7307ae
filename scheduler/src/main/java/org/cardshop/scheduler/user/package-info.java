/// The users over HTTP.
@NullMarked
package org.cardshop.scheduler.user;

import org.jspecify.annotations.NullMarked;
