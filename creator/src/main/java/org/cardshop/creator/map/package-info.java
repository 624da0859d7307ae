/// The three states of an image's bytes, and the digests of its chunks.
@NullMarked
package org.cardshop.creator.map;

import org.jspecify.annotations.NullMarked;
