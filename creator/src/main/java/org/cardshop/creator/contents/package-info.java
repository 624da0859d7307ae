/// What goes onto a card: contents brought here or used where they lie, archives looked into, all
/// of them in one tree.
@NullMarked
package org.cardshop.creator.contents;

import org.jspecify.annotations.NullMarked;
