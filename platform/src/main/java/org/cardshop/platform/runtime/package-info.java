/// What every process needs to live: configuration, command lines, an orderly end, loops, exit
/// status.
@NullMarked
package org.cardshop.platform.runtime;

import org.jspecify.annotations.NullMarked;
