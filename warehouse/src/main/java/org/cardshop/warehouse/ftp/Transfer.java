package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.time.Duration;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.DataConnection;
import org.apache.ftpserver.ftplet.DataType;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.ftplet.FtpSession;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.cardshop.warehouse.store.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A command that moves bytes over a data connection (RFC 959 §4.1.3). Bytes are never rewritten:
/// the type ASCII, which FTP begins with, would spoil images.
final class Transfer implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(Transfer.class);

  /// Decides whether the bytes may move.
  interface Preparation {
    /// @param offset from REST
    Move prepare(Visit visit, Place place, long offset) throws IOException;
  }

  /// Moves the bytes and answers how it went.
  interface Move {
    FtpReply run(DataConnection connection, FtpSession session) throws IOException;
  }

  private final Preparation preparation;
  private final boolean needsTls;
  private final Duration stall;

  /// @param stall how long next to nothing may move
  Transfer(Preparation preparation, boolean needsTls, Duration stall) {
    this.preparation = preparation;
    this.needsTls = needsTls;
    this.stall = stall;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    try {
      session.write(run(session, request));
    } finally {
      session.resetState();
      session.getDataConnection().closeDataConnection();
    }
  }

  private FtpReply run(FtpIoSession session, FtpRequest request) {
    var visit = Visit.of(session);
    try {
      var place = visit.place(request.getArgument());
      requireDataConnection(session);
      var move = preparation.prepare(visit, place, session.getFileOffset());
      visit.activity().moves(stall);
      session.write(Replies.reply(150, "Opening the data connection"));
      session.setDataType(DataType.BINARY);
      var reply = move.run(open(session), session.getFtpletSession());
      LOG.debug(
          "{} {} by {}: {}", request.getCommand(), place.path(), visit.visitor(), reply.getCode());
      return reply;
    } catch (Refusal e) {
      LOG.info(
          "{} {} by {}: {}",
          request.getCommand(),
          request.getArgument(),
          visit.visitor(),
          e.sentence());
      return Replies.of(e);
    } catch (IOException e) {
      LOG.warn("{} {} by {}", request.getCommand(), request.getArgument(), visit.visitor(), e);
      return Replies.reply(451, "The warehouse could not do this: " + e.getMessage());
    }
  }

  private void requireDataConnection(FtpIoSession session) throws Refusal {
    if (session.getDataConnection().getInetAddress() == null) {
      throw new Refusal(503, "Send PASV or EPSV first");
    }
    if (needsTls && !session.getDataConnection().isSecure()) {
      throw new Refusal(522, "Data connections here need TLS; send PROT P first");
    }
  }

  private static DataConnection open(FtpIoSession session) throws Refusal {
    try {
      return session.getDataConnection().openConnection();
    } catch (Exception e) {
      throw new Refusal(425, "The data connection did not come about; check the firewall", e);
    }
  }
}
