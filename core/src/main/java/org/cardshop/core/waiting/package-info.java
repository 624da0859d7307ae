/// Why something waits: every order and task that has not ended can say so.
@NullMarked
package org.cardshop.core.waiting;

import org.jspecify.annotations.NullMarked;
