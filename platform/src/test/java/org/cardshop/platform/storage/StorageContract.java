package org.cardshop.platform.storage;

import org.cardshop.platform.production.ProductionContract;
import org.cardshop.platform.runtime.Closer;
import org.cardshop.platform.token.TokensContract;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/// All that is asked of a server that speaks MongoDB's protocol. Each run has a database of its
/// own, which is dropped afterwards.
@TestInstance(Lifecycle.PER_CLASS)
abstract class StorageContract {
  private final Closer closer = new Closer();
  private String uri;
  private Database database;

  /// Answers the server's address.
  ///
  /// @param closer takes what is to be closed in the end
  abstract String start(Closer closer);

  @BeforeAll
  void open() {
    uri = start(closer);
    database = closer.add(Database.open(uri, "cardshop_test_" + Ids.next()));
    closer.add(database::drop);
  }

  @BeforeEach
  void empty() {
    database.empty();
  }

  @AfterAll
  void close() {
    closer.close();
  }

  @Nested
  class Schema implements SchemaContract {
    @Override
    public Database open(String name) {
      return Database.open(uri, name);
    }
  }

  @Nested
  class Orders implements OrderStoreContract {
    @Override
    public Database database() {
      return database;
    }
  }

  @Nested
  class Tasks implements TaskStoreContract {
    @Override
    public Database database() {
      return database;
    }
  }

  @Nested
  class Runs implements RunStoreContract {
    @Override
    public Database database() {
      return database;
    }
  }

  @Nested
  class Schedules implements SchedulesContract {
    @Override
    public ScheduleStore schedules() {
      return new ScheduleStore(database);
    }
  }

  @Nested
  class Leases implements LeasesContract {
    @Override
    public LeaseStore leases() {
      return new LeaseStore(database);
    }
  }

  @Nested
  class Facts implements FactsContract {
    @Override
    public FactStore facts() {
      return new FactStore(database);
    }
  }

  @Nested
  class Productions implements ProductionContract {
    @Override
    public Database database() {
      return database;
    }
  }

  @Nested
  class Accounts implements AccountStoreContract {
    @Override
    public Database database() {
      return database;
    }
  }

  @Nested
  class Workers implements WorkerStoreContract {
    @Override
    public Database database() {
      return database;
    }
  }

  @Nested
  class SignedTokens implements TokensContract {
    @Override
    public Database database() {
      return database;
    }
  }
}
