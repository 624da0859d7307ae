/// What must be true of a factory at any time, and how one sees that it is not.
@NullMarked
package org.cardshop.platform.check;

import org.jspecify.annotations.NullMarked;
