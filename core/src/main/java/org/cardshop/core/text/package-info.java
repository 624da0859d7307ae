/// How sentences say things.
@NullMarked
package org.cardshop.core.text;

import org.jspecify.annotations.NullMarked;
