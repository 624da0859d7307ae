/// What an administrator runs on a writer host to set it up.
@NullMarked
package org.cardshop.helper;

import org.jspecify.annotations.NullMarked;
