/// What every process needs to live: configuration, an orderly end, loops, exit status.
@NullMarked
package org.cardshop.platform.runtime;

import org.jspecify.annotations.NullMarked;
