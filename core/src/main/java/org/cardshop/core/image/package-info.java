/// What an image is: its bytes in three states, and the chunks that hold them.
@NullMarked
package org.cardshop.core.image;

import org.jspecify.annotations.NullMarked;
