/// What people do in the manager with a browser, all against the embedded product as a process of
/// its own.
@NullMarked
package org.cardshop.browser;

import org.jspecify.annotations.NullMarked;
