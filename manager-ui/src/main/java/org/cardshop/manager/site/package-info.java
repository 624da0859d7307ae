/// What belongs to no area: the way in, help, the reader's language.
@NullMarked
package org.cardshop.manager.site;

import org.jspecify.annotations.NullMarked;
