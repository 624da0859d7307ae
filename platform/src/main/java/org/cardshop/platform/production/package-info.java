/// Joins the flows to the world: loads, folds, saves, and then carries out what follows.
@NullMarked
package org.cardshop.platform.production;

import org.jspecify.annotations.NullMarked;
