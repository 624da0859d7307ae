/// Signing in and out.
@NullMarked
package org.cardshop.manager.account;

import org.jspecify.annotations.NullMarked;
