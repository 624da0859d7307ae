/// The bench: which slot wants a card, and what a person says of the card in it.
@NullMarked
package org.cardshop.manager.bench;

import org.jspecify.annotations.NullMarked;
