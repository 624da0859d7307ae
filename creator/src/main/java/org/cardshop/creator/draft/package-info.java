/// An image that exists nowhere yet: which bytes lie where in it, and where they come from.
@NullMarked
package org.cardshop.creator.draft;

import org.jspecify.annotations.NullMarked;
