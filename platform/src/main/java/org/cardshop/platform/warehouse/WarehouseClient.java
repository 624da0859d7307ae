package org.cardshop.platform.warehouse;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.ManifestJson;

/// A session with the warehouse; for one thread at a time. After a [WarehouseException.Unavailable]
/// close it and connect again: transfers go on where they were cut. Interrupting a caller ends what
/// it waits for and the session with it.
public final class WarehouseClient implements AutoCloseable {
  private static final Pattern MISSING = Pattern.compile("missing ([0-9a-f]{64})");
  private static final Pattern CHUNK = Pattern.compile("([0-9a-f]{64})\\.zst");

  /// From so many chunks of one folder on, listing it is faster than asking for each.
  private static final int WORTH_LISTING = 4;

  /// What a warehouse of an earlier version says to it.
  private static final Set<Integer> UNKNOWN_THERE =
      Set.of(FTPReply.UNRECOGNIZED_COMMAND, FTPReply.COMMAND_NOT_IMPLEMENTED);

  private final Line line;

  private WarehouseClient(Line line) {
    this.line = line;
  }

  /// @param warehouse `ftps://host:port`, where TLS is required, or `ftp://host:port` without
  /// @param token an access token or a ticket
  public static WarehouseClient connect(URI warehouse, String user, String token, Trust trust)
      throws WarehouseException, InterruptedException {
    return new WarehouseClient(Line.open(warehouse, user, token, trust));
  }

  public boolean hasChunk(Sha256 sha256) throws WarehouseException, InterruptedException {
    return !stored(List.of(sha256)).isEmpty();
  }

  /// Which of these chunks the warehouse does not have, in their order.
  public Set<Sha256> missing(Collection<Sha256> chunks)
      throws WarehouseException, InterruptedException {
    var missing = new LinkedHashSet<>(chunks);
    missing.removeAll(stored(chunks).keySet());
    return missing;
  }

  /// Bytes of the frames that the warehouse holds of these chunks: what a manifest that names them
  /// must say. Chunks that it does not have are left out.
  public Map<Sha256, Long> stored(Collection<Sha256> chunks)
      throws WarehouseException, InterruptedException {
    var stored = new HashMap<Sha256, Long>();
    for (var folder : byFolder(chunks).entrySet()) {
      stored.putAll(line.ask(ftp -> stored(ftp, folder.getKey(), folder.getValue())));
    }
    return stored;
  }

  /// Has the warehouse keep room for what the task will store from now on, over all its sessions,
  /// until the last of them ends. What was kept before is given back.
  ///
  /// @throws WarehouseException.Full with what is missing, before anything is sent
  public void reserve(long bytes) throws WarehouseException, InterruptedException {
    line.ask(ftp -> {
      ftp.sendCommand("ALLO", Long.toString(bytes));
      boolean isUnknown = UNKNOWN_THERE.contains(ftp.getReplyCode());
      Line.require(ftp, isUnknown || FTPReply.isPositiveCompletion(ftp.getReplyCode()));
      return bytes;
    });
  }

  /// Stores a chunk; goes on where an earlier upload of the same task was cut. A chunk that is
  /// there already is left as it is.
  public void putChunk(Sha256 sha256, FrameSource frame)
      throws WarehouseException, InterruptedException {
    var resumed = line.ask(ftp -> sizeOf(ftp, path(sha256)));
    try {
      line.ask(ftp -> put(ftp, sha256, frame, resumed));
    } catch (WarehouseException.Refused e) {
      if (resumed == 0) {
        throw e;
      }
      // What was there was the beginning of some other frame; the warehouse has thrown it away.
      line.ask(ftp -> put(ftp, sha256, frame, 0));
    }
  }

  /// @param json as [ManifestJson] writes it
  public PutManifest putManifest(String channel, String image, byte[] json)
      throws WarehouseException, InterruptedException {
    return line.ask(ftp -> {
      var silence = ftp.getSoTimeout();
      ftp.setSoTimeout((int) Line.CHECKING.toMillis());
      var done = store(ftp, manifest(channel, image), new ByteArrayInputStream(json));
      ftp.setSoTimeout(silence);
      return done ? new PutManifest.Published() : notPublished(ftp);
    });
  }

  /// Says what an image will be made of, before its chunks are there: whoever has a ticket of the
  /// same grant to read it may fetch those that are.
  ///
  /// @param json as [ManifestJson] writes it
  public void announce(String channel, String image, byte[] json)
      throws WarehouseException, InterruptedException {
    line.ask(ftp -> {
      var done = store(ftp, announced(channel, image), new ByteArrayInputStream(json));
      Line.require(ftp, done);
      return done;
    });
  }

  public Manifest getManifest(String channel, String image)
      throws WarehouseException, InterruptedException {
    return manifestAt(manifest(channel, image));
  }

  /// The manifest of an image that is not published yet, as it was announced.
  public Manifest getAnnounced(String channel, String image)
      throws WarehouseException, InterruptedException {
    return manifestAt(announced(channel, image));
  }

  /// Fetches a stored frame; goes on where the file ends. What it unpacks to is the caller's to
  /// check.
  public void getChunk(Sha256 sha256, Path to) throws WarehouseException, InterruptedException {
    line.ask(ftp -> {
      try (var file = Files.newOutputStream(to, CREATE, APPEND)) {
        ftp.setRestartOffset(Files.size(to));
        Line.require(ftp, Line.transfer(ftp, () -> ftp.retrieveFile(path(sha256), file)));
        return to;
      }
    });
  }

  /// Says that a chunk came damaged. Returns when the warehouse's own copy is whole: it was damaged
  /// on the way, and fetching it again will do.
  ///
  /// @throws WarehouseException.Refused with what to do when the copy was damaged and is removed
  public void doubt(Sha256 sha256) throws WarehouseException, InterruptedException {
    line.ask(ftp -> {
      ftp.sendSiteCommand("CHECK " + path(sha256));
      boolean isUnknown = UNKNOWN_THERE.contains(ftp.getReplyCode());
      Line.require(ftp, isUnknown || FTPReply.isPositiveCompletion(ftp.getReplyCode()));
      return sha256;
    });
  }

  /// Fetches the whole image, put together by the warehouse; goes on where the file ends.
  public void getImage(String channel, String image, Path to)
      throws WarehouseException, InterruptedException {
    line.ask(ftp -> {
      try (var file = Files.newOutputStream(to, CREATE, APPEND)) {
        ftp.setRestartOffset(Files.size(to));
        var path = "/images/" + channel + "/" + image + ".img";
        Line.require(ftp, Line.transfer(ftp, () -> ftp.retrieveFile(path, file)));
        return to;
      }
    });
  }

  /// Needs a ticket for deletion.
  public void deleteImage(String channel, String image)
      throws WarehouseException, InterruptedException {
    line.ask(ftp -> {
      var done = ftp.deleteFile(manifest(channel, image));
      Line.require(ftp, done);
      return done;
    });
  }

  @Override
  public void close() {
    line.close();
  }

  private static Map<String, Set<Sha256>> byFolder(Collection<Sha256> chunks) {
    return chunks.stream()
        .collect(
            Collectors.groupingBy(
                chunk -> folder(chunk), TreeMap::new, Collectors.toCollection(LinkedHashSet::new)));
  }

  private static Map<Sha256, Long> stored(FTPClient ftp, String folder, Set<Sha256> chunks)
      throws IOException {
    var stored = new HashMap<Sha256, Long>();
    if (chunks.size() < WORTH_LISTING) {
      for (var chunk : chunks) {
        var file = ftp.mlistFile(path(chunk));
        if (file != null) {
          stored.put(chunk, file.getSize());
        } else if (ftp.getReplyCode() != 501) {
          throw Line.refusal(ftp);
        }
      }
      return stored;
    }
    var files = ftp.mlistDir(folder);
    Line.require(ftp, ftp.getReplyCode() == 226);
    for (var file : files) {
      var name = CHUNK.matcher(file.getName());
      if (name.matches()) {
        stored.put(new Sha256(name.group(1)), file.getSize());
      }
    }
    stored.keySet().retainAll(chunks);
    return stored;
  }

  private static boolean store(FTPClient ftp, String path, InputStream content) throws IOException {
    return Line.transfer(ftp, () -> ftp.storeFile(path, content));
  }

  private static long sizeOf(FTPClient ftp, String path) throws IOException {
    var known = ftp.getSize(path);
    if (known == null && ftp.getReplyCode() != 550) {
      throw Line.refusal(ftp);
    }
    return known == null ? 0 : Long.parseLong(known);
  }

  private static boolean put(FTPClient ftp, Sha256 sha256, FrameSource frame, long from)
      throws IOException {
    try (var in = frame.open()) {
      skip(in, from);
      ftp.setRestartOffset(from);
      var done = store(ftp, path(sha256), in);
      Line.require(ftp, done);
      return done;
    }
  }

  /// What the warehouse holds may be longer: then nothing is left to send.
  private static void skip(InputStream in, long bytes) throws IOException {
    try {
      in.skipNBytes(bytes);
    } catch (EOFException _) {
      // All of it is there.
    }
  }

  private static PutManifest notPublished(FTPClient ftp) throws WarehouseException {
    var missing =
        Arrays.stream(ftp.getReplyStrings())
            .map(MISSING::matcher)
            .filter(m -> m.matches())
            .map(m -> new Sha256(m.group(1)))
            .toList();
    if (!missing.isEmpty()) {
      return new PutManifest.Missing(missing);
    }
    return switch (Line.refusal(ftp)) {
      case WarehouseException.Unavailable e -> throw e;
      case WarehouseException.Refused _ -> new PutManifest.Refused(Line.sentence(ftp));
    };
  }

  private Manifest manifestAt(String path) throws WarehouseException, InterruptedException {
    return line.ask(ftp -> {
      var json = new ByteArrayOutputStream();
      Line.require(ftp, ftp.retrieveFile(path, json));
      try {
        return ManifestJson.read(json.toByteArray());
      } catch (MalformedException e) {
        throw new WarehouseException.Refused(
            "The manifest " + path + " is damaged: " + e.getMessage());
      }
    });
  }

  private static String folder(Sha256 sha256) {
    return "/chunks/" + sha256.hex().substring(0, 2);
  }

  private static String path(Sha256 sha256) {
    return folder(sha256) + "/" + sha256 + ".zst";
  }

  private static String announced(String channel, String image) {
    return "/images/" + channel + "/" + image + ".announced.json";
  }

  private static String manifest(String channel, String image) {
    return "/images/" + channel + "/" + image + ".manifest.json";
  }
}
