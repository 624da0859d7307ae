/// The API's description, made from its routes.
@NullMarked
package org.cardshop.scheduler.openapi;

import org.jspecify.annotations.NullMarked;
