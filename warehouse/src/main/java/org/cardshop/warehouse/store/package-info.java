/// What lies on disk: parts of uploads, chunks, manifests. Nothing here knows FTP.
@NullMarked
package org.cardshop.warehouse.store;

import org.jspecify.annotations.NullMarked;
