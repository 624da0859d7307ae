/// How entries of the log are written (`logback.xml`).
@NullMarked
package org.cardshop.allinone.log;

import org.jspecify.annotations.NullMarked;
