/// Who someone is and what they may do.
@NullMarked
package org.cardshop.core.identity;

import org.jspecify.annotations.NullMarked;
