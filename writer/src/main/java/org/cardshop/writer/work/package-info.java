/// The writer at work for the factory: fetches images, asks for cards, writes and proves them.
@NullMarked
package org.cardshop.writer.work;

import org.jspecify.annotations.NullMarked;
