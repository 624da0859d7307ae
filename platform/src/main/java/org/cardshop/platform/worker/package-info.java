/// What creators and writers have in common: they claim tasks, keep their leases, do the work in
/// slots, and report what became of it.
@NullMarked
package org.cardshop.platform.worker;

import org.jspecify.annotations.NullMarked;
