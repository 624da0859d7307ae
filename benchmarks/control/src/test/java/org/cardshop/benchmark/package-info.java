/// The arithmetic of the benchmarks; what they measure is run by hand.
@NullMarked
package org.cardshop.benchmark;

import org.jspecify.annotations.NullMarked;
