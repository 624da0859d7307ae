/// The embedded product: every process in one JVM with a store and a broker of its own.
@NullMarked
package org.cardshop.allinone;

import org.jspecify.annotations.NullMarked;
