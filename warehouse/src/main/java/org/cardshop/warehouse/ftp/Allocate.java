package org.cardshop.warehouse.ftp;

import java.util.regex.Pattern;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.cardshop.warehouse.store.Refusal;
import org.jspecify.annotations.Nullable;

/// ALLO (RFC 959 §4.1.3): how many bytes the task will bring from now on, over all its sessions. So
/// many are reserved for it, in place of what was.
final class Allocate implements Command {
  /// A record size may follow, which means nothing here.
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})( R [0-9]+)?");

  private final Stock stock;

  Allocate(Stock stock) {
    this.stock = stock;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    try {
      session.write(reserve(Visit.of(session), request.getArgument()));
    } catch (Refusal e) {
      session.write(Replies.of(e));
    }
  }

  private FtpReply reserve(Visit visit, @Nullable String argument) throws Refusal {
    var form = FORM.matcher(argument == null ? "" : argument);
    if (!form.matches()) {
      throw new Refusal(501, "ALLO needs a number of bytes");
    }
    var ticket = visit.upload();
    if (ticket.isEmpty()) {
      return Replies.reply(202, "Only uploads need room");
    }
    var bytes = Math.min(Long.parseLong(form.group(1)), visit.visitor().left());
    stock.reservations().say(ticket.get(), bytes);
    return Replies.reply(200, bytes + " bytes are reserved");
  }
}
