package org.cardshop.platform.storage;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import org.cardshop.platform.runtime.Closer;

class GivenMongoTest extends StorageContract {
  @Override
  String start(Closer closer) {
    var uri = System.getenv("CARDSHOP_MONGODB_URI");
    assumeTrue(uri != null, "skipped: CARDSHOP_MONGODB_URI names no MongoDB to test against");
    return uri;
  }
}
