/// The embedded product's database: speaks the MongoDB protocol, keeps its documents in one file,
/// and answers a command only when all that the command saw is on the disk.
@NullMarked
package org.cardshop.embedded.store;

import org.jspecify.annotations.NullMarked;
