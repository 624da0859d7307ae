/// The manager as a browser sees it, over a scheduler of the test's own.
@NullMarked
package org.cardshop.manager;

import org.jspecify.annotations.NullMarked;
