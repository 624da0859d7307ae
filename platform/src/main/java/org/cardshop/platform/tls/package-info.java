/// The keys that servers show.
@NullMarked
package org.cardshop.platform.tls;

import org.jspecify.annotations.NullMarked;
