package org.cardshop.platform.storage;

import org.cardshop.platform.Containers;
import org.cardshop.platform.runtime.Closer;
import org.junit.jupiter.api.Tag;
import org.testcontainers.mongodb.MongoDBContainer;

@Tag("containers")
class ContainerMongoTest extends StorageContract {
  @Override
  String start(Closer closer) {
    var server = closer.add(new MongoDBContainer(Containers.image("mongo:8")));
    server.start();
    return server.getConnectionString();
  }
}
