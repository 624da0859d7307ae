@NullMarked
package org.cardshop.writer.chunk;

import org.jspecify.annotations.NullMarked;
