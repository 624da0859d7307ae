package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoBackend;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoQuery;
import io.netty.channel.Channel;
import java.util.concurrent.atomic.LongAdder;
import org.h2.mvstore.MVStoreException;

/// Where every command comes in: refused, or run and on the disk before it is answered.
final class StoreBackend extends AbstractMongoBackend {
  private final StoreFile file;
  private final GroupCommit commands;
  private final LongAdder visits = new LongAdder();

  private StoreBackend(StoreFile file) {
    this.file = file;
    this.commands = new GroupCommit(file);
  }

  /// Reads every document once: damage shows here and not in mid-work.
  static StoreBackend open(StoreFile file) {
    try {
      var backend = new StoreBackend(file);
      file.readAll();
      file.databases().forEach(backend::resolveDatabase);
      file.commit(); // indexes that were missing
      return backend;
    } catch (MVStoreException e) {
      file.close();
      throw StoreFile.unusable(file.directory(), e);
    } catch (MongoServerException | IllegalArgumentException e) {
      file.close();
      throw StoreFile.damaged(file.directory(), e);
    }
  }

  long visits() {
    return visits.sum();
  }

  @Override
  protected MongoDatabase openOrCreateDatabase(String name) {
    return new StoreDatabase(name, file, visits, getCursorRegistry());
  }

  @Override
  public Document handleCommand(Channel channel, String database, String command, Document query) {
    Refusals.check(command, query);
    return Reads.isRead(command, query)
        ? commands.read(() -> super.handleCommand(channel, database, command, query))
        : commands.write(() -> super.handleCommand(channel, database, command, query));
  }

  @Override
  public QueryResult handleQuery(MongoQuery query) {
    return commands.read(() -> super.handleQuery(query));
  }

  @Override
  public void close() {
    super.close();
    file.close();
  }
}
