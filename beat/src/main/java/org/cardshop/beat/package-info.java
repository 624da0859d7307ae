/// Enqueues periodic work when its schedule is due, does what is the server's own of it, and sees
/// that nothing is left waiting. Any number of beats may run at once.
@NullMarked
package org.cardshop.beat;

import org.jspecify.annotations.NullMarked;
