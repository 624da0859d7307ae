package org.cardshop.warehouse.ftp;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.warehouse.door.Rights;
import org.cardshop.warehouse.door.Visitor;
import org.cardshop.warehouse.store.ImageName;
import org.cardshop.warehouse.store.ImageStream;
import org.cardshop.warehouse.store.Refusal;

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
    refuse(whyNot(visitor, place));
    var entry =
        stock.find(place).orElseThrow(() -> new Refusal(550, "There is no " + place.path()));
    if (offset > entry.size()) {
      throw new Refusal(554, place.path() + " has only " + entry.size() + " bytes");
    }
    var opening = opening(place, offset);
    return (connection, session) -> {
      try (var in = counted(visitor, opening.open())) {
        connection.transferToClient(session, in);
        return Replies.reply(226, "That was all of it");
      } catch (SocketException e) {
        throw new Refusal(426, "The connection was lost; go on with REST", e);
      }
    };
  }

  private Optional<String> whyNot(Visitor visitor, Place place) throws IOException {
    return switch (place) {
      case Place.ChunkFile(var sha256) ->
          Rights.whyNotRead(visitor.claims(), sha256, image -> isNamed(image, sha256));
      case Place.ManifestFile(var name) -> Rights.whyNotRead(visitor.claims(), name);
      case Place.ImageFile(var name) -> Rights.whyNotRead(visitor.claims(), name);
      case Place.Folder folder -> Optional.of(folder.path() + " is a folder; list it instead");
      case Place.Nowhere(var path) -> throw Visit.noSuchName(path);
    };
  }

  private boolean isNamed(ImageName image, Sha256 sha256) {
    try {
      return stock.images().find(image).filter(p -> p.named().contains(sha256)).isPresent();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Opening opening(Place place, long offset) throws IOException {
    return switch (place) {
      case Place.ChunkFile(var sha256) -> () -> stock.chunks().open(sha256, offset);
      case Place.ManifestFile(var name) -> () -> stock.images().openManifest(name, offset);
      case Place.ImageFile(var name) -> {
        var image = stock.images().find(name).orElseThrow(() -> Visit.noSuchName(place.path()));
        yield () -> new ImageStream(stock.chunks(), image.manifest(), offset);
      }
      case Place.Folder _, Place.Nowhere _ -> throw Visit.noSuchName(place.path());
    };
  }

  private static void refuse(Optional<String> why) throws Refusal {
    if (why.isPresent()) {
      throw new Refusal(550, why.get());
    }
  }

  private static InputStream counted(Visitor visitor, InputStream from) {
    return new FilterInputStream(from) {
      @Override
      public int read(byte[] to, int offset, int length) throws IOException {
        var count = in.read(to, offset, length);
        if (count > 0) {
          visitor.carry(count);
        }
        return count;
      }
    };
  }
}
