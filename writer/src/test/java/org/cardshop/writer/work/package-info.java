@NullMarked
package org.cardshop.writer.work;

import org.jspecify.annotations.NullMarked;
