/// The audit over HTTP.
@NullMarked
package org.cardshop.scheduler.audit;

import org.jspecify.annotations.NullMarked;
