/// The answer that every flow gives to every event.
@NullMarked
package org.cardshop.core.flow;

import org.jspecify.annotations.NullMarked;
