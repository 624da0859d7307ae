/// The creator at work for the factory: builds what it is given and uploads what the warehouse
/// lacks.
@NullMarked
package org.cardshop.creator.work;

import org.jspecify.annotations.NullMarked;
