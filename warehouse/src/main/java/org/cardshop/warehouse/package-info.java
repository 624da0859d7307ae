/// The warehouse: an FTP server that holds images as chunks and asks the scheduler who may do what.
@NullMarked
package org.cardshop.warehouse;

import org.jspecify.annotations.NullMarked;
