package org.cardshop.embedded.store;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.AbstractMongoCollection;
import de.bwaldvogel.mongo.backend.CollectionOptions;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.QueryParameters;
import de.bwaldvogel.mongo.backend.QueryResult;
import de.bwaldvogel.mongo.bson.Document;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.h2.mvstore.MVMap;
import org.jspecify.annotations.Nullable;

/// Documents by their position, which is their place in the order of insertion. What is in the map
/// is never changed: whoever wants to change it gets copies, and an update puts its copy in the old
/// one's place.
final class StoreCollection extends AbstractMongoCollection<Long> {
  /// How a client's `find` says its filter; what the server asks itself, to change what it finds,
  /// says it in other ways.
  private static final String FILTER_OF_FIND = "$query";

  /// Bound while a client's `find` is answered.
  private static final ScopedValue<Boolean> ANSWERS = ScopedValue.newInstance();

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

  @Override
  public QueryResult handleQuery(QueryParameters asked) {
    return asked.getQuerySelector().containsKey(FILTER_OF_FIND)
        ? ScopedValue.where(ANSWERS, true).call(() -> super.handleQuery(asked))
        : super.handleQuery(asked);
  }

  /// Of the indexes that serve the query, takes the one that makes it read least.
  @Override
  protected QueryResult queryDocuments(
      Document query,
      @Nullable Document orderBy,
      int skip,
      int limit,
      int batchSize,
      @Nullable Document fields) {
    var order = orderBy == null ? new Document() : orderBy;
    var best = isNatural(order) ? Optional.<IndexScan>empty() : best(query, order, skip, limit);
    if (best.isEmpty()) {
      return matchDocuments(query, orderBy, skip, limit, batchSize, fields);
    }
    var scan = best.get();
    boolean skipsAtOnce = scan.isOrdered() && scan.isExact();
    return matchDocumentsFromStream(
        query,
        scan.positions(skipsAtOnce ? skip : 0).map(this::existing),
        skipsAtOnce ? 0 : skip,
        limit,
        batchSize,
        scan.isOrdered() ? null : deriveComparator(orderBy),
        fields);
  }

  private static boolean isNatural(Document order) {
    return order.containsKey("$natural");
  }

  private Optional<IndexScan> best(Document query, Document order, int skip, int limit) {
    var unique = indexes().filter(index -> index.tellsOne(query)).findFirst();
    return unique.isPresent()
        ? unique.flatMap(index -> index.scan(query, order))
        : indexes()
            .flatMap(index -> index.scan(query, order).stream())
            .min(
                Comparator.comparingLong((IndexScan scan) -> scan.cost(skip, limit))
                    .thenComparing(scan -> !scan.isOrdered()));
  }

  private Stream<StoreIndex> indexes() {
    return getIndexes().stream().map(StoreIndex.class::cast);
  }

  private Document existing(Long position) {
    return Objects.requireNonNull(documents.get(position), "an index names no document");
  }

  /// Reads no document where an index alone can tell.
  @Override
  public int count(@Nullable Document query, int skip, int limit) {
    if (query == null || query.isEmpty()) {
      return super.count(query, skip, limit);
    }
    var scan = best(query, new Document(), 0, 0);
    var found =
        scan.filter(IndexScan::isExact)
            .map(IndexScan::count)
            .orElseGet(() ->
                scan.map(s -> s.positions(0).map(this::existing))
                    .orElseGet(() -> documents.values().stream())
                    .peek(_ -> visits.increment())
                    .filter(d -> documentMatchesQuery(d, query))
                    .count());
    long left = Math.max(0, found - skip);
    return Math.toIntExact(limit > 0 ? Math.min(limit, left) : left);
  }

  /// An index that could not be built leaves nothing behind.
  @Override
  public void addIndex(Index<Long> index) {
    var added = (StoreIndex) index;
    try {
      super.addIndex(index);
      added.built();
    } finally {
      if (added.isEmpty()) {
        added.drop();
      }
    }
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
    var last = documents.lastKey();
    return last == null
        ? Stream.of()
        : StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(
                    documents.keyIteratorReverse(last), Spliterator.ORDERED),
                false)
            .map(this::existing);
  }

  /// Copies what may be changed, and that last, so that only what was found is copied. What is
  /// answered to a client is only read; what has some of the fields is made by the projection.
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
    boolean isCopied = !ANSWERS.isBound() && (fields == null || fields.isEmpty());
    return super.matchDocumentsFromStream(
        new Document(),
        isCopied ? page.map(Document::cloneDeeply) : page,
        0,
        0,
        batchSize,
        null,
        fields);
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
