/// FTP (RFC 959, 2228, 2428, 3659, 4217): the commands that the warehouse obeys, and its names.
@NullMarked
package org.cardshop.warehouse.ftp;

import org.jspecify.annotations.NullMarked;
