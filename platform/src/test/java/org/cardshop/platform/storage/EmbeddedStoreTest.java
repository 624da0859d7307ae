package org.cardshop.platform.storage;

import java.nio.file.Path;
import org.cardshop.embedded.store.EmbeddedStore;
import org.cardshop.platform.runtime.Closer;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedStoreTest extends StorageContract {
  @TempDir private static Path directory;

  @Override
  String start(Closer closer) {
    return closer.add(EmbeddedStore.open(directory, 0)).uri().toString();
  }
}
