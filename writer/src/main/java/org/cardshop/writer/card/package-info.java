/// Writes an image to a card and proves it: nothing is written before the target is proved to be
/// the right one, and a card is good only when every data and zero byte was read back from it.
@NullMarked
package org.cardshop.writer.card;

import org.jspecify.annotations.NullMarked;
