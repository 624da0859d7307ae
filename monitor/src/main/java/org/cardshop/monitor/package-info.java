/// The monitor: folds what workers report into the database, answers what they ask, and takes tasks
/// back whose holders are gone. Any number of monitors may run at once.
@NullMarked
package org.cardshop.monitor;

import org.jspecify.annotations.NullMarked;
