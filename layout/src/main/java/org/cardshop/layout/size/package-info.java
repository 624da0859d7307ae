/// How much room a recipe's image takes: the one rule of those who build it and those who ask
/// before.
@NullMarked
package org.cardshop.layout.size;

import org.jspecify.annotations.NullMarked;
