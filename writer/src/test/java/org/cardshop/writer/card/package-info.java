@NullMarked
package org.cardshop.writer.card;

import org.jspecify.annotations.NullMarked;
