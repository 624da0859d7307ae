/// Where contents come from: files, HTTP and FTP servers, one way to ask and to read.
@NullMarked
package org.cardshop.creator.source;

import org.jspecify.annotations.NullMarked;
