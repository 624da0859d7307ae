package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.util.OptionalLong;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Direction;
import org.cardshop.warehouse.store.Owner;
import org.cardshop.warehouse.store.Refusal;

/// SIZE (RFC 3659 §4). Of a chunk that is not stored yet it is the size of one's own part: that is
/// what a client asks to find out where to go on.
final class Size implements Command {
  private final Stock stock;

  Size(Stock stock) {
    this.stock = stock;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    try {
      var visit = Visit.of(session);
      var place = visit.place(request.getArgument());
      var size = size(visit, place).orElseThrow(() -> noFile(place));
      session.write(Replies.reply(213, Long.toString(size)));
    } catch (Refusal e) {
      session.write(Replies.of(e));
    } catch (IOException e) {
      session.write(Replies.reply(451, "The warehouse cannot tell: " + e.getMessage()));
    }
  }

  private OptionalLong size(Visit visit, Place place) throws IOException {
    if (place instanceof Place.Folder) {
      return OptionalLong.empty();
    }
    var found = stock.find(place);
    return found.isPresent() ? OptionalLong.of(found.get().size()) : partSize(visit, place);
  }

  private OptionalLong partSize(Visit visit, Place place) throws IOException {
    if (place instanceof Place.ChunkFile(var sha256)
        && visit.visitor().claims() instanceof Claims.Ticket ticket
        && ticket.direction() == Direction.UPLOAD) {
      var size = stock.parts().size(Owner.of(ticket.task()), sha256);
      return size > 0 ? OptionalLong.of(size) : OptionalLong.empty();
    }
    return OptionalLong.empty();
  }

  private static Refusal noFile(Place place) {
    return new Refusal(550, "There is no file " + place.path());
  }
}
