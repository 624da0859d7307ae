/// Tests of parts that have no page of their own.
@NullMarked
package org.cardshop.manager.order;

import org.jspecify.annotations.NullMarked;
