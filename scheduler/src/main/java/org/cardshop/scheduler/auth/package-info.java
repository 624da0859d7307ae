/// Login, tokens, and what the message broker asks about its users.
@NullMarked
package org.cardshop.scheduler.auth;

import org.jspecify.annotations.NullMarked;
