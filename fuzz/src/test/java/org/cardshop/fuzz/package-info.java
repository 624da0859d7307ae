@NullMarked
package org.cardshop.fuzz;

import org.jspecify.annotations.NullMarked;
