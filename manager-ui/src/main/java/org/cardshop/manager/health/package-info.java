/// Whether the factory works and keeps up.
@NullMarked
package org.cardshop.manager.health;

import org.jspecify.annotations.NullMarked;
