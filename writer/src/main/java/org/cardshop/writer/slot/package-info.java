/// The slots of a writer host: named places where cards are put in, and what is in them.
@NullMarked
package org.cardshop.writer.slot;

import org.jspecify.annotations.NullMarked;
