@NullMarked
package org.cardshop.writer.source;

import org.jspecify.annotations.NullMarked;
