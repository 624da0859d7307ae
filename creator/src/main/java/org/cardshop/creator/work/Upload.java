package org.cardshop.creator.work;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Trouble;
import org.cardshop.creator.map.ChunkSink;
import org.cardshop.creator.map.Frames;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.runtime.Threads;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.worker.TroubleException;
import org.jspecify.annotations.Nullable;

/// Brings an image into the warehouse: the chunks that it lacks while the build goes on, the
/// manifest last. Room is reserved for what may be lacking before any of it is sent. A build never
/// fails for the upload's sake: connections are made again as long as it takes, and only when it is
/// built does patience end.
final class Upload implements ChunkSink, AutoCloseable {
  /// Connections. While the warehouse checks a chunk and its answer is on the way, the next ones
  /// are packed and sent; more than three bring nothing on a local line and little on a long one.
  private static final int LANES = 3;

  /// Tries in a row that bring nothing forward before the task is given back.
  private static final int TRIES = 10;

  /// How often chunks may be missing at publication although they were stored.
  private static final int PUBLICATIONS = 3;

  /// A session with nothing to do is closed after so long, before some router forgets it.
  private static final Duration IDLE = Duration.ofSeconds(30);

  private static final Duration LAST_WORDS = Duration.ofSeconds(10);

  private final Depot.Door door;
  private final UploadWatch watch;
  private final Duration pause;
  private final UploadQueue queue = new UploadQueue();
  private final List<Thread> lanes = new ArrayList<>();
  private volatile boolean isBuilt;

  /// @param pause after a connection failed
  Upload(Depot.Door door, UploadWatch watch, Duration pause) {
    this.door = door;
    this.watch = watch;
    this.pause = pause;
  }

  @Override
  public void expect(long bytes) {
    queue.expect(bytes);
  }

  /// Never waits: names take as little room as in the manifest that they will be in.
  @Override
  public void known(Chunk chunk, Frames frames) {
    queue.add(chunk);
    begin(frames);
  }

  private synchronized void begin(Frames frames) {
    if (lanes.isEmpty()) {
      for (int i = 1; i <= LANES; i++) {
        lanes.add(Thread.ofPlatform().name("upload-" + i).start(() -> lane(frames)));
      }
    }
  }

  /// Waits for what is not there yet, then publishes.
  ///
  /// @return the manifest as it was published
  Manifest finish(Manifest manifest, Frames frames) throws TroubleException, InterruptedException {
    var all = new HashMap<Sha256, Chunk>();
    manifest.chunks().forEach(c -> all.putIfAbsent(c.sha256(), c));
    manifest.chunks().forEach(queue::add);
    queue.expectNothing();
    isBuilt = true;
    queue.announce(manifest);
    begin(frames);
    for (int i = 0; i < PUBLICATIONS; i++) {
      await();
      var published = new Publication(manifest, all).run();
      if (published.missing().isEmpty()) {
        return published.manifest();
      }
      queue.want(published.missing());
    }
    throw new TroubleException(
        Trouble.TRANSIENT, "The warehouse lost chunks again and again; look at its disk.");
  }

  /// Ends what is under way. What is stored stays, for the next attempt.
  @Override
  public synchronized void close() {
    lanes.forEach(Thread::interrupt);
    lanes.forEach(lane -> Threads.join(lane, LAST_WORDS));
  }

  private void await() throws TroubleException, InterruptedException {
    try {
      queue.await();
    } catch (IOException e) {
      watch.checkpoint();
      throw notUploaded(e, e.getCause());
    }
  }

  /// A warehouse without room waits for a person, who need not be quick.
  private static TroubleException notUploaded(IOException e, @Nullable Throwable cause) {
    return new TroubleException(
        cause instanceof WarehouseException.Full ? Trouble.NEEDS_HUMAN : Trouble.TRANSIENT,
        "The image could not be uploaded: " + e.getMessage(),
        e);
  }

  private void lane(Frames frames) {
    try (var session = new Session()) {
      while (true) {
        var job = queue.take(IDLE);
        if (job.isEmpty()) {
          session.rest();
        } else {
          carryOut(job.get(), session, frames);
        }
      }
    } catch (InterruptedException e) {
      // It is called off, or done.
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      queue.fail(e);
    }
  }

  /// @throws IOException when it cannot be done, now or ever
  private void carryOut(UploadQueue.Job job, Session session, Frames frames)
      throws IOException, InterruptedException {
    try {
      watch.checkpoint();
      switch (job) {
        case UploadQueue.Job.Announce(var manifest) -> announce(session.depot(), manifest);
        case UploadQueue.Job.Ask ask -> {
          var names = ask.chunks().stream().map(Chunk::sha256).toList();
          queue.asked(ask, session.depot().missing(names));
          session.wentWell();
          return;
        }
        case UploadQueue.Job.Put(var chunk) -> {
          session.reserve();
          session.depot().put(chunk.sha256(), frames.frame(chunk));
          CrashPoint.at("chunk.uploaded");
        }
      }
      queue.done(job);
      CrashPoint.at("upload.moved");
      session.wentWell();
      var sum = queue.sum();
      watch.moved(sum.done(), sum.total());
    } catch (WarehouseException e) {
      if (e instanceof WarehouseException.Full) {
        queue.askFirst();
      }
      queue.giveBack(job);
      session.failed(e);
    }
  }

  /// A warehouse that does not take it is none the worse off.
  private void announce(Depot depot, Manifest manifest)
      throws WarehouseException, InterruptedException {
    try {
      depot.announce(manifest);
      CrashPoint.at("manifest.announced");
    } catch (WarehouseException.Refused e) {
      watch.log("upload: writers cannot begin before it is published: " + e.getMessage());
    }
  }

  /// The connection of one thread, made again when it fails.
  private final class Session implements AutoCloseable {
    private @Nullable Depot depot;
    private int fruitless;
    private int reserved = -1;

    Depot depot() throws WarehouseException, InterruptedException {
      if (depot == null) {
        depot = door.open();
        CrashPoint.at("warehouse.entered");
      }
      return depot;
    }

    /// Again when more is lacking than was known, and for each session: the last one's end ended
    /// what was reserved.
    void reserve() throws WarehouseException, InterruptedException {
      var need = queue.need();
      if (need.changes() != reserved) {
        depot().reserve(need.bytes());
        reserved = need.changes();
      }
    }

    void wentWell() {
      fruitless = 0;
    }

    /// Returns when it is time for the next try.
    ///
    /// @throws WarehouseException when there were enough
    void failed(WarehouseException e) throws WarehouseException, InterruptedException {
      rest();
      watch.checkpoint();
      watch.log("upload: " + e.getMessage());
      fruitless = isBuilt ? fruitless + 1 : 0;
      if (fruitless >= TRIES) {
        throw e;
      }
      Thread.sleep(pause);
    }

    @Override
    public void close() {
      rest();
    }

    /// The next question makes a new connection.
    void rest() {
      if (depot != null) {
        depot.close();
        depot = null;
        reserved = -1;
      }
    }
  }

  /// One try to publish.
  private final class Publication {
    private final Manifest manifest;
    private final Map<Sha256, Chunk> all;

    /// @param missing chunks that are to be stored before it can be published
    private record Outcome(Manifest manifest, List<Chunk> missing) {}

    Publication(Manifest manifest, Map<Sha256, Chunk> all) {
      this.manifest = manifest;
      this.all = all;
    }

    Outcome run() throws TroubleException, InterruptedException {
      try (var session = new Session()) {
        while (true) {
          watch.checkpoint();
          try {
            return publish(session.depot());
          } catch (WarehouseException e) {
            session.failed(e);
          }
        }
      } catch (WarehouseException e) {
        throw notUploaded(e, e);
      }
    }

    private Outcome publish(Depot depot)
        throws WarehouseException, TroubleException, InterruptedException {
      var stored = asStored(depot.stored(all.keySet()));
      CrashPoint.at("manifest.publishing");
      watch.checkpoint();
      watch.checking();
      return switch (depot.publish(stored)) {
        case PutManifest.Published _ -> new Outcome(stored, List.of());
        case PutManifest.Missing(var chunks) ->
            new Outcome(
                stored, chunks.stream().map(c -> Objects.requireNonNull(all.get(c))).toList());
        case PutManifest.Refused(var sentence) ->
            throw new TroubleException(Trouble.TRANSIENT, "The warehouse refused: " + sentence);
      };
    }

    /// Another creator, with another compressor, may have stored a chunk first: what the warehouse
    /// holds counts.
    private Manifest asStored(Map<Sha256, Long> stored) {
      var chunks =
          manifest.chunks().stream()
              .map(c ->
                  new Chunk(
                      c.offset(),
                      c.length(),
                      c.sha256(),
                      c.crc32c(),
                      stored.getOrDefault(c.sha256(), c.stored())))
              .toList();
      return new Manifest(
          manifest.name(),
          manifest.size(),
          manifest.sha256(),
          manifest.chunkSize(),
          manifest.zero(),
          manifest.free(),
          chunks);
    }
  }
}
