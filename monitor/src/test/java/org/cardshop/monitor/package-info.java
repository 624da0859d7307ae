/// The monitor's decisions on a real store, with a clock that the tests set.
@NullMarked
package org.cardshop.monitor;

import org.jspecify.annotations.NullMarked;
