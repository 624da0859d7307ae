@NullMarked
package org.cardshop.scheduler.http;

import org.jspecify.annotations.NullMarked;
