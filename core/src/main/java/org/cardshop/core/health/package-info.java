/// Whether the factory works and keeps up.
@NullMarked
package org.cardshop.core.health;

import org.jspecify.annotations.NullMarked;
