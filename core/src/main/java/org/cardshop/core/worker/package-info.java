/// Workers as others see them: whether they may be given tasks, and how their slots are.
@NullMarked
package org.cardshop.core.worker;

import org.jspecify.annotations.NullMarked;
