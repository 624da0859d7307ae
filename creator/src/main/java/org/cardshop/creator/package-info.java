/// The creator: builds images from recipes.
@NullMarked
package org.cardshop.creator;

import org.jspecify.annotations.NullMarked;
