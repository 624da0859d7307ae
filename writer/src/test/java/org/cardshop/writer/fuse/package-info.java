/// Cards that lie: a file system of one file, served by the test over `/dev/fuse`, behaves as badly
/// as asked for, and the kernel believes it.
@NullMarked
package org.cardshop.writer.fuse;

import org.jspecify.annotations.NullMarked;
