/// Digests of contents, which are counted in gigabytes.
@NullMarked
package org.cardshop.platform.digest;

import org.jspecify.annotations.NullMarked;
