/// What the operating system does and Java does not offer.
@NullMarked
package org.cardshop.platform.foreign;

import org.jspecify.annotations.NullMarked;
