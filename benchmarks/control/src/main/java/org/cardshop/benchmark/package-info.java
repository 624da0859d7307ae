/// Measures the control plane on its real processes, beside others that do the like.
@NullMarked
package org.cardshop.benchmark;

import org.jspecify.annotations.NullMarked;
