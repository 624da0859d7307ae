@NullMarked
package org.cardshop.writer.slot;

import org.jspecify.annotations.NullMarked;
