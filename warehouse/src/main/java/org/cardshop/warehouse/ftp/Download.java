package org.cardshop.warehouse.ftp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.ftpserver.ftplet.DataConnection;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpSession;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.warehouse.door.Rights;
import org.cardshop.warehouse.door.Visitor;
import org.cardshop.warehouse.store.Grant;
import org.cardshop.warehouse.store.ImageName;
import org.cardshop.warehouse.store.ImageStream;
import org.cardshop.warehouse.store.Published;
import org.cardshop.warehouse.store.Refusal;
import org.jspecify.annotations.Nullable;

/// RETR: chunks, manifests and whole images go out.
final class Download {
  /// The bytes, once the visitor may have them.
  private interface Opening {
    InputStream open() throws IOException;
  }

  private final Stock stock;

  Download(Stock stock) {
    this.stock = stock;
  }

  Transfer.Move retrieve(Visit visit, Place place, long offset) throws IOException {
    var visitor = visit.visitor();
    requireReadable(visitor, place);
    var entry = find(visitor, place).orElseThrow(() -> new Refusal(550, isAbsent(place)));
    if (offset > entry.size()) {
      throw new Refusal(554, place.path() + " has only " + entry.size() + " bytes");
    }
    var opening = opening(visitor, place, offset);
    return (connection, session) -> {
      try (var source = new Source(visit, opening.open())) {
        return send(source, connection, session);
      } finally {
        visit.activity().rests();
      }
    };
  }

  /// @throws Refusal when the visitor may not read it
  void requireReadable(Visitor visitor, Place place) throws IOException {
    var why = whyNot(visitor, place);
    if (why.isPresent()) {
      throw new Refusal(550, why.get());
    }
  }

  private static String isAbsent(Place place) {
    return place instanceof Place.ChunkFile(var sha256)
        ? Site.noChunk(sha256)
        : "There is no " + place.path();
  }

  private static FtpReply send(Source source, DataConnection connection, FtpSession session)
      throws IOException {
    try {
      connection.transferToClient(session, source);
      CrashPoint.at("file.sent");
      return Replies.reply(226, "That was all of it");
    } catch (IOException e) {
      // FtpServer lets what happens to the connection afterwards hide why the bytes stopped.
      throw source
          .failure()
          .orElseGet(() -> new Refusal(426, source.visit.lost() + "; go on with REST", e));
    }
  }

  private Optional<String> whyNot(Visitor visitor, Place place) throws IOException {
    return switch (place) {
      case Place.ChunkFile(var sha256) ->
          Rights.whyNotRead(visitor.claims(), sha256, image -> isNamed(visitor, image, sha256));
      case Place.ManifestFile(var name) -> Rights.whyNotRead(visitor.claims(), name);
      case Place.AnnouncedFile(var name) -> Rights.whyNotReadAnnounced(visitor.claims(), name);
      case Place.ImageFile(var name) -> Rights.whyNotRead(visitor.claims(), name);
      case Place.Folder folder -> Optional.of(folder.path() + " is a folder; list it instead");
      case Place.Nowhere(var path) -> throw Visit.noSuchName(path);
    };
  }

  private Optional<Entry> find(Visitor visitor, Place place) throws IOException {
    return place instanceof Place.AnnouncedFile(var name)
        ? announced(visitor, name).map(p -> new Entry(place, p.bytes(), p.since()))
        : stock.find(place);
  }

  /// What the very grant announced that the visitor's ticket is bound to.
  private Optional<Published> announced(Visitor visitor, ImageName name) throws IOException {
    return visitor.claims() instanceof Claims.Ticket ticket
        ? stock.announcements().find(name, Grant.of(ticket))
        : Optional.empty();
  }

  private boolean isNamed(Visitor visitor, ImageName image, Sha256 sha256) {
    try {
      return stock.images().find(image).filter(p -> p.named().contains(sha256)).isPresent()
          || announced(visitor, image).filter(p -> p.named().contains(sha256)).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Opening opening(Visitor visitor, Place place, long offset) throws IOException {
    return switch (place) {
      case Place.ChunkFile(var sha256) -> () -> stock.chunks().open(sha256, offset);
      case Place.ManifestFile(var name) -> () -> stock.images().openManifest(name, offset);
      case Place.AnnouncedFile(var name) when visitor.claims() instanceof Claims.Ticket t ->
          () -> stock.announcements().open(name, Grant.of(t), offset);
      case Place.ImageFile(var name) -> {
        var image = stock.images().find(name).orElseThrow(() -> Visit.noSuchName(place.path()));
        yield () -> new ImageStream(stock.chunks(), image.manifest(), offset);
      }
      case Place.AnnouncedFile _, Place.Folder _, Place.Nowhere _ ->
          throw Visit.noSuchName(place.path());
    };
  }

  /// The bytes, counted; remembers why there are no more.
  private static final class Source extends FilterInputStream {
    private final Visit visit;
    private @Nullable IOException failure;

    private Source(Visit visit, InputStream from) {
      super(from);
      this.visit = visit;
    }

    private Optional<IOException> failure() {
      return Optional.ofNullable(failure);
    }

    @Override
    public int read(byte[] to, int offset, int length) throws IOException {
      try {
        var count = in.read(to, offset, length);
        visit.carry(Math.max(count, 0));
        return count;
      } catch (IOException e) {
        failure = e;
        throw e;
      }
    }
  }
}
