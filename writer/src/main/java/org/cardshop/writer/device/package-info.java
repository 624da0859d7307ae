/// Block devices and plain files as things to write and read past the page cache, by Linux calls.
@NullMarked
package org.cardshop.writer.device;

import org.jspecify.annotations.NullMarked;
