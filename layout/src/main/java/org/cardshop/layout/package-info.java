/// How an image lies on its card: partitions, and what ext4 says of its own blocks.
@NullMarked
package org.cardshop.layout;

import org.jspecify.annotations.NullMarked;
