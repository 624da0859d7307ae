/// The ext4 format as the factory writes it: where things lie, and how each is encoded. Field
/// offsets are those of the kernel's `Documentation/filesystems/ext4`.
@NullMarked
package org.cardshop.layout.ext4;

import org.jspecify.annotations.NullMarked;
