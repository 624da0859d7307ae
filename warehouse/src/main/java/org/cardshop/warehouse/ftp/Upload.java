package org.cardshop.warehouse.ftp;

import java.io.ByteArrayOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.apache.ftpserver.ftplet.DataConnection;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpSession;
import org.cardshop.core.identity.Claims.Ticket;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.warehouse.door.Rights;
import org.cardshop.warehouse.door.Visitor;
import org.cardshop.warehouse.publishing.Publishing.Outcome;
import org.cardshop.warehouse.store.Chunks.Settled;
import org.cardshop.warehouse.store.ImageName;
import org.cardshop.warehouse.store.Owner;
import org.cardshop.warehouse.store.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// STOR and APPE: chunks and manifests come in.
final class Upload {
  private static final Logger LOG = LoggerFactory.getLogger(Upload.class);

  /// Enough for the manifest of an image of a terabyte.
  private static final int LONGEST_MANIFEST = 64 << 20;

  private final Stock stock;

  Upload(Stock stock) {
    this.stock = stock;
  }

  Transfer.Move store(Visit visit, Place place, long offset) throws IOException {
    return switch (place) {
      case Place.ChunkFile(var sha256) -> chunk(visit, sha256, offset);
      case Place.ManifestFile(var name) -> manifest(visit, name, offset);
      case Place.AnnouncedFile(var name) -> announcement(visit, name, offset);
      case Place p -> throw Visit.noSuchName(p.path());
    };
  }

  /// APPE goes on where one's own part ends.
  Transfer.Move append(Visit visit, Place place, long offset) throws IOException {
    return place instanceof Place.ChunkFile(var sha256)
        ? chunk(visit, sha256, stock.parts().size(Owner.of(ticket(visit).task()), sha256))
        : store(visit, place, offset);
  }

  private Transfer.Move chunk(Visit visit, Sha256 sha256, long offset) throws IOException {
    var ticket = ticket(visit);
    var owner = Owner.of(ticket.task());
    if (stock.chunks().ask(sha256)) {
      return (connection, session) -> drop(visit, connection, session);
    }
    stock.reservations().begin(ticket, visit.visitor().left());
    var part = stock.parts().open(owner, sha256, offset);
    return (connection, session) -> {
      var lost =
          receive(visit, new Booked(part, stock.reservations(), ticket), connection, session);
      CrashPoint.at("part.received");
      return answer(visit, stock.chunks().settle(owner, sha256), lost);
    };
  }

  private static FtpReply drop(Visit visit, DataConnection connection, FtpSession session)
      throws IOException {
    take(visit, OutputStream.nullOutputStream(), connection, session);
    return Replies.reply(226, "The chunk was here already");
  }

  /// Answers how the connection was lost, if it was: what did come is still worth settling.
  private static Optional<IOException> receive(
      Visit visit, Booked part, DataConnection connection, FtpSession session) throws IOException {
    try (part) {
      take(visit, part, connection, session);
      return Optional.empty();
    } catch (Refusal e) {
      throw e;
    } catch (ClosedChannelException e) {
      throw new Refusal(426, "Another connection of this task goes on with the chunk", e);
    } catch (IOException e) {
      return Optional.of(e);
    }
  }

  private static FtpReply answer(Visit visit, Settled settled, Optional<IOException> lost)
      throws Refusal {
    return switch (settled) {
      case Settled.Stored _ -> Replies.reply(226, "The chunk is stored");
      case Settled.WasThere _ -> Replies.reply(226, "The chunk was here already");
      case Settled.Incomplete(var bytes) when lost.isPresent() ->
          throw new Refusal(
              426, visit.lost() + "; " + bytes + " bytes are kept to go on from", lost.get());
      case Settled.Incomplete(var bytes) ->
          throw new Refusal(
              550,
              "The chunk is not complete; "
                  + bytes
                  + " bytes are kept for a day. Send the rest with REST or APPE");
      case Settled.Wrong(var why) ->
          throw new Refusal(550, "This is not the chunk it is named after: " + why);
    };
  }

  private Transfer.Move manifest(Visit visit, ImageName name, long offset) throws Refusal {
    var visitor = visit.visitor();
    requirePublisher(visitor, name, offset);
    return (connection, session) -> {
      var json = whole(visit, connection, session);
      return switch (stock.publishing().publish(visitor, name, json)) {
        case Outcome.Done _ -> {
          LOG.info("{} published {}", visitor, name);
          yield Replies.reply(226, "The image " + name + " is published");
        }
        case Outcome.WasThere _ ->
            Replies.reply(226, "The image " + name + " was published already");
        case Outcome.Missing(var chunks) -> Replies.missing(chunks);
      };
    };
  }

  private Transfer.Move announcement(Visit visit, ImageName name, long offset) throws Refusal {
    requirePublisher(visit.visitor(), name, offset);
    return (connection, session) -> {
      stock.publishing().announce(visit.visitor(), name, whole(visit, connection, session));
      return Replies.reply(226, "The image " + name + " is announced");
    };
  }

  private static void requirePublisher(Visitor visitor, ImageName name, long offset)
      throws Refusal {
    refuse(Rights.whyNotPublish(visitor.claims(), name));
    if (offset > 0) {
      throw new Refusal(554, "A manifest is not resumed; send all of it");
    }
  }

  private static byte[] whole(Visit visit, DataConnection connection, FtpSession session)
      throws IOException {
    var json = new ByteArrayOutputStream();
    take(visit, new Bounded(json), connection, session);
    return json.toByteArray();
  }

  private static Ticket ticket(Visit visit) throws Refusal {
    refuse(Rights.whyNotStore(visit.visitor().claims()));
    return visit.upload().orElseThrow();
  }

  private static void refuse(Optional<String> why) throws Refusal {
    if (why.isPresent()) {
      throw new Refusal(550, why.get());
    }
  }

  /// Returns when all bytes have come.
  private static void take(
      Visit visit, OutputStream to, DataConnection connection, FtpSession session)
      throws IOException {
    var counted =
        new FilterOutputStream(to) {
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            visit.carry(length);
            out.write(bytes, offset, length);
          }
        };
    try {
      connection.transferFromClient(session, counted);
    } finally {
      visit.activity().rests();
    }
  }

  private static final class Bounded extends FilterOutputStream {
    private long left = LONGEST_MANIFEST;

    private Bounded(OutputStream to) {
      super(to);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      left -= length;
      if (left < 0) {
        throw new Refusal(552, "No manifest is longer than " + LONGEST_MANIFEST + " bytes");
      }
      out.write(bytes, offset, length);
    }
  }
}
