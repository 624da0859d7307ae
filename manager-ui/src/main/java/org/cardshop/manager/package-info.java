/// The web application for the people of the factory: a client of the scheduler's API.
@NullMarked
package org.cardshop.manager;

import org.jspecify.annotations.NullMarked;
