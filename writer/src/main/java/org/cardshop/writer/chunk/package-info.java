/// Where the bytes of an image come from: chunks kept on this host, checked before they are used.
@NullMarked
package org.cardshop.writer.chunk;

import org.jspecify.annotations.NullMarked;
