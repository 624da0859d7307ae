/// Tokens: issued and checked by every process of the server side with the same keys, which lie in
/// the database.
@NullMarked
package org.cardshop.platform.token;

import org.jspecify.annotations.NullMarked;
