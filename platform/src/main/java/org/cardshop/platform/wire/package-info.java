/// JSON as it goes over every wire and into every file: one mapper, strict on what comes in.
@NullMarked
package org.cardshop.platform.wire;

import org.jspecify.annotations.NullMarked;
