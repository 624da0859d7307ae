package org.cardshop.creator.image;

import java.nio.file.Path;
import org.cardshop.creator.cache.ContentCache;

/// Where builds live.
///
/// @param work each build has a folder of its own in it. Best on the cache's disk: contents are
///   then shared instead of copied.
public record Folders(ContentCache cache, Path work) {
  /// Where it is remembered what builds found out about their chunks.
  Path known() {
    return cache.folder().resolveSibling("known");
  }
}
