/// Contents fetched once and kept by what they are, for the builds that follow.
@NullMarked
package org.cardshop.creator.cache;

import org.jspecify.annotations.NullMarked;
