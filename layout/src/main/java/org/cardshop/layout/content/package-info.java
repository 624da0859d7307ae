/// Runs of bytes, and what is known of them without reading any.
@NullMarked
package org.cardshop.layout.content;

import org.jspecify.annotations.NullMarked;
