package org.cardshop.writer.work;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.writer.chunk.ChunkFetch;

/// Fetches from the warehouse on behalf of one task: as many sessions as threads ask at once, kept
/// for the next question.
final class WarehouseSessions implements ChunkFetch, AutoCloseable {
  private final URI warehouse;
  private final String user;
  private final Supplier<String> ticket;
  private final Trust trust;
  private final ConcurrentLinkedDeque<WarehouseClient> idle = new ConcurrentLinkedDeque<>();
  private final Set<WarehouseClient> busy = ConcurrentHashMap.newKeySet();
  private volatile boolean isClosed;

  /// @param ticket the newest, asked for at each login
  WarehouseSessions(URI warehouse, String user, Supplier<String> ticket, Trust trust) {
    this.warehouse = warehouse;
    this.user = user;
    this.ticket = ticket;
    this.trust = trust;
  }

  Manifest manifest(String channel, String image) throws IOException, InterruptedException {
    return with(client -> client.getManifest(channel, image));
  }

  @Override
  public void fetch(Sha256 sha256, long stored, Path to) throws IOException, InterruptedException {
    with(client -> {
      client.getChunk(sha256, to);
      return to;
    });
  }

  @Override
  public void doubt(Sha256 sha256) throws IOException, InterruptedException {
    with(client -> {
      client.doubt(sha256);
      return sha256;
    });
  }

  /// Cuts off whoever still asks, too: a thread that fetches for this task may be another's.
  @Override
  public void close() {
    isClosed = true;
    busy.forEach(WarehouseClient::close);
    for (var client = idle.poll(); client != null; client = idle.poll()) {
      client.close();
    }
  }

  private interface Question<T> {
    T ask(WarehouseClient client) throws WarehouseException, InterruptedException;
  }

  /// A session that failed is not used again.
  private <T> T with(Question<T> question) throws WarehouseException, InterruptedException {
    var kept = idle.poll();
    var client =
        kept == null ? WarehouseClient.connect(warehouse, user, ticket.get(), trust) : kept;
    boolean isGood = false;
    busy.add(client);
    try {
      if (isClosed) {
        throw new WarehouseException.Refused("the task is over");
      }
      var answer = question.ask(client);
      isGood = true;
      return answer;
    } finally {
      busy.remove(client);
      if (isGood && !isClosed) {
        idle.push(client);
      } else {
        client.close();
      }
    }
  }
}
