/// Labels for cards, the slip in the parcel, and what is checked as cards are packed.
@NullMarked
package org.cardshop.manager.label;

import org.jspecify.annotations.NullMarked;
