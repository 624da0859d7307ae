/// The client of the warehouse: chunks, manifests and images over FTP with explicit TLS.
@NullMarked
package org.cardshop.platform.warehouse;

import org.jspecify.annotations.NullMarked;
