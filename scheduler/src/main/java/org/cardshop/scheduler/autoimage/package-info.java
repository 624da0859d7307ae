/// The auto-images over HTTP.
@NullMarked
package org.cardshop.scheduler.autoimage;

import org.jspecify.annotations.NullMarked;
