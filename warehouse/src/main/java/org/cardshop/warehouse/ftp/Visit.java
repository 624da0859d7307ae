package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.util.Optional;
import org.apache.ftpserver.ftplet.FileSystemView;
import org.apache.ftpserver.ftplet.FtpException;
import org.apache.ftpserver.impl.FtpIoSession;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.core.identity.Claims.Ticket;
import org.cardshop.warehouse.door.Visitor;
import org.cardshop.warehouse.store.Refusal;
import org.jspecify.annotations.Nullable;

/// One session of a visitor: who they are, in which folder they stand and what they are at. For an
/// upload room can be reserved from its beginning to its end.
final class Visit implements FileSystemView {
  private final Visitor visitor;
  private final Stock stock;
  private final Activity activity;
  private Place.Folder at = new Place.Root();

  private Visit(Visitor visitor, Stock stock) {
    this.visitor = visitor;
    this.stock = stock;
    this.activity = new Activity(visitor.claims().expires(), stock.clock());
  }

  static Visit begin(Visitor visitor, Stock stock) {
    var visit = new Visit(visitor, stock);
    visit.upload().ifPresent(stock.reservations()::come);
    return visit;
  }

  static Visit of(FtpIoSession session) {
    return (Visit) session.getFileSystemView();
  }

  Visitor visitor() {
    return visitor;
  }

  Activity activity() {
    return activity;
  }

  /// The visitor's ticket, when it is one to upload with.
  Optional<Ticket> upload() {
    return visitor.claims() instanceof Ticket ticket && ticket.direction() == Direction.UPLOAD
        ? Optional.of(ticket)
        : Optional.empty();
  }

  /// What became of the data connection.
  String lost() {
    return activity
        .whyCut()
        .map(why -> "The warehouse ended this: " + why)
        .orElse("The connection was lost");
  }

  /// Counts bytes that move.
  ///
  /// @throws Refusal when the ticket is not for so many
  void carry(int bytes) throws Refusal {
    activity.moved(bytes);
    visitor.carry(bytes);
  }

  /// @throws Refusal when the text is missing or no name of anything here
  Place place(@Nullable String text) throws Refusal {
    if (text == null) {
      throw new Refusal(501, "The command needs the name of a file");
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

  /// The session has ended.
  @Override
  public void dispose() {
    upload().ifPresent(stock.reservations()::go);
  }
}
