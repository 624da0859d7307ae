/// Tasks as pages show them.
@NullMarked
package org.cardshop.manager.task;

import org.jspecify.annotations.NullMarked;
