package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.util.Optional;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.impl.FtpIoSession;
import org.cardshop.warehouse.door.Visitor;
import org.cardshop.warehouse.store.Refusal;
import org.jspecify.annotations.Nullable;

/// One session of a visitor: who they are and in which folder they stand.
final class Visit implements FileSystemView {
  private final Visitor visitor;
  private final Stock stock;
  private Place.Folder at = new Place.Root();

  Visit(Visitor visitor, Stock stock) {
    this.visitor = visitor;
    this.stock = stock;
  }

  static Visit of(FtpIoSession session) {
    return (Visit) session.getFileSystemView();
  }

  Visitor visitor() {
    return visitor;
  }

  /// @throws Refusal when the text is missing or no name of anything here, or the token has run out
  Place place(@Nullable String text) throws Refusal {
    if (text == null) {
      throw new Refusal(501, "The command needs the name of a file");
    }
    if (!stock.clock().instant().isBefore(visitor.claims().expires())) {
      throw new Refusal(530, "The token has run out; log in again with a fresh one");
    }
    return switch (Place.resolve(at, text)) {
      case Place.Nowhere(var path) -> throw noSuchName(path);
      case Place place -> place;
    };
  }

  static Refusal noSuchName(String path) {
    return new Refusal(
        553,
        "There is no such name here: "
            + path
            + ". Names are /chunks/<2 hex>/<sha256>.zst, /images/<channel>/<image>.manifest.json"
            + " and /images/<channel>/<image>.img");
  }

  @Override
  public Entry getFile(String text) throws FtpException {
    try {
      var place = Place.resolve(at, text);
      var entry = stock.find(place).orElseGet(() -> Entry.none(place));
      return place instanceof Place.Folder folder
          ? entry.with(stock.list(visitor.claims(), folder))
          : entry;
    } catch (IOException e) {
      throw new FtpException("cannot look up " + text, e);
    }
  }

  @Override
  public boolean changeWorkingDirectory(String text) {
    var to = Optional.of(Place.resolve(at, text)).filter(Place.Folder.class::isInstance);
    to.ifPresent(folder -> at = (Place.Folder) folder);
    return to.isPresent();
  }

  @Override
  public Entry getHomeDirectory() throws FtpException {
    return getFile("/");
  }

  @Override
  public Entry getWorkingDirectory() throws FtpException {
    return getFile(".");
  }

  @Override
  public boolean isRandomAccessible() {
    return true;
  }

  @Override
  public void dispose() {
    // Holds nothing open.
  }
}
