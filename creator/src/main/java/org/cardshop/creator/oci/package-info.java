/// Container images: their names, the registries that hold them, and the archives in which a card
/// takes them along.
@NullMarked
package org.cardshop.creator.oci;

import org.jspecify.annotations.NullMarked;
