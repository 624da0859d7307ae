/// The Debian programs that do what Java cannot: run without root, watched, killed on cancel.
@NullMarked
package org.cardshop.creator.tool;

import org.jspecify.annotations.NullMarked;
