/// Images in the forms in which people have them: with a manifest, with a bmap, plain, compressed.
/// Each ends up as an image with a map, of which every byte is checked.
@NullMarked
package org.cardshop.writer.source;

import org.jspecify.annotations.NullMarked;
