/// Hosts, slots, creators and the warehouse at a glance, and what could not be handled.
@NullMarked
package org.cardshop.manager.fleet;

import org.jspecify.annotations.NullMarked;
