/// Archives of every kind as trees, checked and used without being unpacked into files.
@NullMarked
package org.cardshop.creator.archive;

import org.jspecify.annotations.NullMarked;
