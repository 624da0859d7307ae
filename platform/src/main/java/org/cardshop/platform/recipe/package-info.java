/// The recipe of an image: what it may say, and every way in which it can be wrong.
@NullMarked
package org.cardshop.platform.recipe;

import org.jspecify.annotations.NullMarked;
