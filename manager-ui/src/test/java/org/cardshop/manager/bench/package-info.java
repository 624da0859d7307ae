@NullMarked
package org.cardshop.manager.bench;

import org.jspecify.annotations.NullMarked;
