package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.util.Locale;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.cardshop.core.image.Sha256;
import org.cardshop.warehouse.store.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// SITE (RFC 959 §4.1.3), of which one kind is known: `SITE CHECK <chunk>` from a reader to whom a
/// chunk came damaged. The warehouse looks at its own copy: what is damaged here is removed, so
/// that it can be stored anew; what is whole here was damaged on the way.
final class Site implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(Site.class);
  private static final String CHECK = "CHECK ";

  private final Stock stock;
  private final Download download;

  Site(Stock stock, Download download) {
    this.stock = stock;
    this.download = download;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    var argument = request.hasArgument() ? request.getArgument() : "";
    if (!argument.toUpperCase(Locale.ROOT).startsWith(CHECK)) {
      session.write(Replies.reply(502, "Modes and times are not set here"));
      return;
    }
    try {
      var visit = Visit.of(session);
      session.write(check(visit, visit.place(argument.substring(CHECK.length()).strip())));
    } catch (Refusal e) {
      session.write(Replies.of(e));
    } catch (IOException e) {
      LOG.warn("SITE {}", argument, e);
      session.write(Replies.reply(451, "The warehouse could not look: " + e.getMessage()));
    }
  }

  /// Who may read a chunk may doubt it.
  private FtpReply check(Visit visit, Place place) throws IOException {
    if (!(place instanceof Place.ChunkFile(var sha256))) {
      throw new Refusal(504, "Only chunks are checked");
    }
    download.requireReadable(visit.visitor(), place);
    return switch (stock.chunks().check(sha256)) {
      case WHOLE -> Replies.reply(200, "The chunk is whole here");
      case DAMAGED -> {
        LOG.error("{} found the chunk {} damaged", visit.visitor(), sha256);
        yield Replies.reply(
            550, "The chunk " + sha256 + " is damaged on the warehouse's disk" + removed());
      }
      case ABSENT -> Replies.reply(550, noChunk(sha256));
    };
  }

  static String noChunk(Sha256 sha256) {
    return "There is no chunk "
        + sha256
        + " here. Where an image that is published lacks it, retry the image's order from the start"
        + " ('all')";
  }

  private static String removed() {
    return " and was removed; retry the image's order from the start ('all'): what is missing is"
        + " stored again";
  }
}
