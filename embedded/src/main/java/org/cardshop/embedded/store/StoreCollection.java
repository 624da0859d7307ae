package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/// Documents by their position, which is their place in the order of insertion. What is in the map
/// is never changed: a query gives copies, and an update puts its copy in the old one's place.
final class StoreCollection extends AbstractMongoCollection<Long> {
  private final MVMap<Long, Document> documents;
  private final LongAdder visits;

  StoreCollection(
      MongoDatabase database,
      String name,
      CollectionOptions options,
      CursorRegistry cursors,
      MVMap<Long, Document> documents,
      LongAdder visits) {
    super(database, name, options, cursors);
    this.documents = documents;
    this.visits = visits;
  }

  /// Of the indexes that serve the query, takes the one that narrows it most.
  @Override
  protected QueryResult queryDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document fields) {
    var index = isNaturalDescending(orderBy) ? Optional.<StoreIndex>empty() : bestIndex(query);
    return index.isPresent()
        ? matchDocuments(
            query, index.get().getPositions(query), orderBy, skip, limit, batchSize, fields)
        : matchDocuments(query, orderBy, skip, limit, batchSize, fields);
  }

  private Optional<StoreIndex> bestIndex(Document query) {
    return getIndexes().stream()
        .map(StoreIndex.class::cast)
        .filter(index -> index.canHandle(query))
        .max(Comparator.comparingInt(index -> index.narrowness(query)));
  }

  @Override
  protected QueryResult matchDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document fields) {
    var all = isNaturalDescending(orderBy) ? newestFirst() : documents.values().stream();
    return matchDocumentsFromStream(all, query, orderBy, skip, limit, batchSize, fields);
  }

  private Stream<Document> newestFirst() {
    return documents.keySet().stream().sorted(Comparator.reverseOrder()).map(this::getDocument);
  }

  /// Copies last, so that only what is answered is copied.
  @Override
  protected QueryResult matchDocumentsFromStream(
      Document query,
      Stream<Document> candidates,
      int skip,
      int limit,
      int batchSize,
      @Nullable Comparator<Document> order,
      @Nullable Document fields) {
    var matches =
        candidates.peek(_ -> visits.increment()).filter(d -> documentMatchesQuery(d, query));
    var ordered = order == null ? matches : matches.sorted(order);
    var page = ordered.skip(skip).limit(limit > 0 ? limit : Long.MAX_VALUE);
    return super.matchDocumentsFromStream(
        new Document(), page.map(Document::cloneDeeply), 0, 0, batchSize, null, fields);
  }

  @Override
  protected Long addDocumentInternal(Document document) {
    var last = documents.lastKey();
    long position = last == null ? 1 : last + 1;
    documents.put(position, document);
    return position;
  }

  @Override
  protected void handleUpdate(Long position, Document oldDocument, Document newDocument) {
    documents.put(position, newDocument);
  }

  @Override
  public void removeDocument(Document document) {
    var position = findDocumentPosition(document);
    if (position != null) {
      for (Index<Long> index : getIndexes()) {
        ((StoreIndex) index).remove(document, position);
      }
      removeDocument(position);
    }
  }

  @Override
  protected void removeDocument(Long position) {
    documents.remove(position);
  }

  @Override
  protected @Nullable Long findDocumentPosition(Document document) {
    return getIndexes().stream()
        .map(index -> index.getPosition(document))
        .filter(position -> position != null)
        .findFirst()
        .orElseGet(() -> super.findDocumentPosition(document));
  }

  @Override
  protected @Nullable Document getDocument(Long position) {
    return documents.get(position);
  }

  @Override
  protected Stream<DocumentWithPosition<Long>> streamAllDocumentsWithPosition() {
    return documents.entrySet().stream()
        .map(entry -> new DocumentWithPosition<>(entry.getValue(), entry.getKey()));
  }

  @Override
  public int count() {
    return documents.size();
  }

  @Override
  public boolean isEmpty() {
    return documents.isEmpty();
  }

  @Override
  protected boolean tracksDataSize() {
    return false;
  }

  @Override
  protected void updateDataSize(int delta) {}

  @Override
  protected int getDataSize() {
    return 0;
  }
}
