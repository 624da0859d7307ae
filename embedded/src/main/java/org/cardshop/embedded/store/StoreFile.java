package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.type.LongDataType;
import org.jspecify.annotations.Nullable;

/// The one file of the store: a map of documents for each collection, keyed by their place in the
/// order of insertion, and a map of entries for each index. A commit holds both or neither, so the
/// two cannot disagree.
final class StoreFile implements AutoCloseable {
  private static final String NAME = "store.mv";
  private static final int CACHE_MEGABYTES = 64;

  /// The number rises when entries are written in another form.
  private static final String INDEXES = "/index-1/";

  /// Pages that outlive their neighbours keep whole chunks alive: every so many commits, such
  /// chunks are written anew until less than half of the file is dead.
  private static final int COMMITS_BETWEEN_COMPACTIONS = 500;

  private static final int WANTED_FILL_PERCENT = 50;
  private static final int COMPACTED_AT_ONCE = 1 << 20;

  private static final String DAMAGED =
      "The store in %s is damaged; put back a backup of it, or move it away to begin with an empty"
          + " one.";

  private final Path directory;
  private final MVStore file;
  private int commits;
  private volatile @Nullable String failure;

  private StoreFile(Path directory, MVStore file) {
    this.directory = directory;
    this.file = file;
  }

  static StoreFile open(Path directory) {
    try {
      Files.createDirectories(directory);
    } catch (IOException e) {
      throw new UnusableStoreException(
          "The store's directory %s cannot be made: %s".formatted(directory, e), e);
    }
    try {
      var file =
          new MVStore.Builder()
              .fileName(directory.resolve(NAME).toString())
              .autoCommitDisabled()
              .cacheSize(CACHE_MEGABYTES)
              .open();
      // Each commit reaches the disk before the next one begins, so the space of versions before
      // the last is free at once.
      file.setRetentionTime(0);
      file.setVersionsToKeep(0);
      if (file.isReadOnly()) {
        file.closeImmediately();
        throw new MVStoreException(DataUtils.ERROR_WRITING_FAILED, "the file is read-only");
      }
      var store = new StoreFile(directory, file);
      store.dropForeignIndexes();
      return store;
    } catch (MVStoreException e) {
      throw unusable(directory, e);
    }
  }

  static UnusableStoreException unusable(Path directory, MVStoreException e) {
    var sentence =
        switch (e.getErrorCode()) {
          case DataUtils.ERROR_FILE_LOCKED ->
              "The store in %s is in use by another process; stop that one first.";
          case DataUtils.ERROR_READING_FAILED, DataUtils.ERROR_WRITING_FAILED ->
              "The store in %s cannot be read and written; check the directory's owner, its "
                  + "permissions and the disk.";
          default -> DAMAGED;
        };
    return unusable(directory, sentence, e);
  }

  static UnusableStoreException damaged(Path directory, RuntimeException e) {
    return unusable(directory, DAMAGED, e);
  }

  private static UnusableStoreException unusable(Path directory, String sentence, Exception e) {
    return new UnusableStoreException(
        sentence.formatted(directory) + " (" + e.getMessage() + ")", e);
  }

  Path directory() {
    return directory;
  }

  MVMap<Long, Document> documents(String namespace) {
    return file.openMap(
        namespace,
        new MVMap.Builder<Long, Document>()
            .keyType(LongDataType.INSTANCE)
            .valueType(new DocumentType()));
  }

  /// The entries of an index. No name of a database begins like theirs, so neither does a
  /// namespace.
  MVMap<byte[], Long> index(String namespace, String name) {
    return file.openMap(
        INDEXES + namespace + "/" + name,
        new MVMap.Builder<byte[], Long>()
            .keyType(EntryType.INSTANCE)
            .valueType(LongDataType.INSTANCE));
  }

  /// Entries that another version wrote, in a form of its own; what they say is built anew.
  private void dropForeignIndexes() {
    file.getMapNames().stream()
        .filter(name -> name.startsWith("/") && !name.startsWith(INDEXES))
        .toList()
        .forEach(file::removeMap);
  }

  /// @throws MVStoreException where a document cannot be read
  void readAll() {
    for (var namespace : file.getMapNames()) {
      if (!namespace.startsWith("/")) {
        documents(namespace).cursor(null).forEachRemaining(_ -> {});
      }
    }
  }

  void drop(String namespace) {
    file.removeMap(namespace);
  }

  List<String> databases() {
    return file.getMapNames().stream()
        .filter(name -> !name.startsWith("/"))
        .map(namespace -> namespace.substring(0, namespace.indexOf('.')))
        .distinct()
        .toList();
  }

  long size() {
    return file.getFileStore().size();
  }

  /// Returns when all that was put is on the medium. After a failure memory is ahead of the disk,
  /// so nothing is answered any more until a restart reads what the disk has.
  void commit() {
    try {
      checkUsable();
      file.commit();
      file.sync();
      if (++commits % COMMITS_BETWEEN_COMPACTIONS == 0) {
        file.compact(WANTED_FILL_PERCENT, COMPACTED_AT_ONCE);
      }
    } catch (MVStoreException e) {
      failure =
          "The store could not write to %s and has stopped (%s). Make room on the disk or repair it, then restart."
              .formatted(directory, e.getMessage());
      checkUsable();
    }
  }

  void checkUsable() {
    var sentence = failure;
    if (sentence != null) {
      throw new MongoServerError(96, "OperationFailed", sentence);
    }
  }

  @Override
  public void close() {
    file.close();
  }
}
