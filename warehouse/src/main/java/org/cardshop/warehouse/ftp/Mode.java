package org.cardshop.warehouse.ftp;

import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;

/// MODE (RFC 959 §3.4): stream, nothing else.
final class Mode implements Command {
  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    var isStream = request.hasArgument() && request.getArgument().equalsIgnoreCase("S");
    session.write(
        isStream
            ? Replies.reply(200, "Stream it is")
            : Replies.reply(504, "Only the mode S, stream, is offered here"));
  }
}
