/// What lasts: adapters on the MongoDB driver. Single-document compare-and-set only, explicit
/// mapping, an index for every query that a page or a loop runs.
@NullMarked
package org.cardshop.platform.storage;

import org.jspecify.annotations.NullMarked;
