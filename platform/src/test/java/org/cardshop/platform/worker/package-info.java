/// Workers on real disks and a real broker.
@NullMarked
package org.cardshop.platform.worker;

import org.jspecify.annotations.NullMarked;
