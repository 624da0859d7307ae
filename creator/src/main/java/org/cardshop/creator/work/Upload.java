package org.cardshop.creator.work;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.task.Trouble;
import org.cardshop.creator.image.BuiltImage;
import org.cardshop.creator.map.Frames;
import org.cardshop.platform.warehouse.PutManifest;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.platform.warehouse.WarehouseClient;
import org.cardshop.platform.warehouse.WarehouseException;
import org.cardshop.platform.wire.Answer.Work;
import org.cardshop.platform.wire.Json;
import org.cardshop.platform.wire.ManifestJson;
import org.cardshop.platform.worker.Hold;
import org.cardshop.platform.worker.TroubleException;

/// Brings an image into the warehouse: the chunks that it lacks, then the manifest. A lost
/// connection is made again and the upload goes on where it was.
final class Upload {
  /// Tries in a row that bring nothing forward before the task is given back.
  private static final int TRIES = 10;

  private static final Duration PAUSE = Duration.ofSeconds(2);

  /// How often chunks may be missing at publication although they were stored.
  private static final int PUBLICATIONS = 3;

  private final String worker;
  private final Work.Create work;
  private final BuiltImage built;
  private final Hold hold;
  private final Trust trust;
  private int fruitless;

  Upload(String worker, Work.Create work, BuiltImage built, Hold hold, Trust trust) {
    this.worker = worker;
    this.work = work;
    this.built = built;
    this.hold = hold;
    this.trust = trust;
  }

  /// @return the manifest as it was published
  Manifest run() throws TroubleException, InterruptedException {
    while (true) {
      hold.checkpoint();
      try (var client = WarehouseClient.connect(work.warehouse(), worker, hold.ticket(), trust)) {
        return upload(client, built.frames());
      } catch (WarehouseException e) {
        again(e);
      } catch (IOException e) {
        throw new TroubleException(
            Trouble.TRANSIENT, "The image could not be read for the upload: " + e.getMessage(), e);
      }
    }
  }

  private Manifest upload(WarehouseClient client, Frames frames)
      throws IOException, TroubleException, InterruptedException {
    var all = new HashMap<Sha256, Chunk>();
    built.manifest().chunks().forEach(c -> all.put(c.sha256(), c));
    Collection<Sha256> wanted = client.missing(all.keySet());
    for (int i = 0; i < PUBLICATIONS; i++) {
      put(client, frames, all, wanted);
      var manifest = asStored(client.stored(all.keySet()));
      hold.checkpoint();
      switch (client.putManifest(work.channel(), work.image(), ManifestJson.write(manifest))) {
        case PutManifest.Published _ -> {
          return manifest;
        }
        case PutManifest.Missing(var chunks) -> wanted = chunks;
        case PutManifest.Refused(var sentence) ->
            throw new TroubleException(Trouble.TRANSIENT, "The warehouse refused: " + sentence);
      }
    }
    throw new TroubleException(
        Trouble.TRANSIENT, "The warehouse lost chunks again and again; look at its disk.");
  }

  private void put(
      WarehouseClient client, Frames frames, Map<Sha256, Chunk> all, Collection<Sha256> wanted)
      throws IOException, InterruptedException {
    Set<Chunk> chunks =
        wanted.stream().map(all::get).collect(Collectors.toCollection(LinkedHashSet::new));
    long total = chunks.stream().mapToLong(Chunk::stored).sum();
    long done = 0;
    for (var chunk : chunks) {
      hold.checkpoint();
      var frame = frames.frame(chunk);
      client.putChunk(chunk.sha256(), () -> new ByteArrayInputStream(frame));
      done += chunk.stored();
      fruitless = 0;
      hold.progress(Json.object().put("step", "uploading").put("done", done).put("total", total));
    }
  }

  /// Another creator, with another compressor, may have stored a chunk first: what the warehouse
  /// holds counts.
  private Manifest asStored(Map<Sha256, Long> stored) {
    var m = built.manifest();
    var chunks =
        m.chunks().stream()
            .map(c ->
                new Chunk(
                    c.offset(),
                    c.length(),
                    c.sha256(),
                    c.crc32c(),
                    stored.getOrDefault(c.sha256(), c.stored())))
            .toList();
    return new Manifest(m.name(), m.size(), m.sha256(), m.chunkSize(), m.zero(), m.free(), chunks);
  }

  private void again(WarehouseException e) throws TroubleException, InterruptedException {
    hold.checkpoint();
    hold.log("upload: " + e.getMessage());
    fruitless++;
    if (fruitless >= TRIES) {
      throw new TroubleException(
          Trouble.TRANSIENT, "The image could not be uploaded: " + e.getMessage(), e);
    }
    Thread.sleep(PAUSE);
  }
}
