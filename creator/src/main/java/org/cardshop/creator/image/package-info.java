/// Building an image from a recipe, and the commands that do it by hand.
@NullMarked
package org.cardshop.creator.image;

import org.jspecify.annotations.NullMarked;
