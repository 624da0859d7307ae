package org.cardshop.warehouse.ftp;

import java.util.Optional;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.apache.ftpserver.impl.ServerFtpStatistics;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.mina.transport.socket.SocketSessionConfig;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.warehouse.door.Doorkeeper;
import org.cardshop.warehouse.door.Ledger;
import org.cardshop.warehouse.door.Rights;
import org.cardshop.warehouse.door.Visitor;
import org.cardshop.warehouse.store.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// PASS: the password is a token, and the doorkeeper knows whose.
final class Login implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(Login.class);

  private static final int MOST_FAILURES = 3;

  private final Doorkeeper doorkeeper;
  private final Ledger ledger;
  private final Stock stock;

  Login(Doorkeeper doorkeeper, Ledger ledger, Stock stock) {
    this.doorkeeper = doorkeeper;
    this.ledger = ledger;
    this.stock = stock;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    var statistics = (ServerFtpStatistics) context.getFtpStatistics();
    var name = session.getUserArgument();
    if (session.isLoggedIn()) {
      session.write(Replies.reply(202, "You are logged in already"));
      return;
    }
    if (name == null) {
      session.write(Replies.reply(503, "Send USER first"));
      return;
    }
    try {
      var visitor = admit(session, name, Optional.ofNullable(request.getArgument()).orElse(""));
      CrashPoint.at("visitor.admitted");
      enter(session, visitor);
      statistics.setLogin(session);
      LOG.info("{} came in", visitor);
      session.write(Replies.reply(230, "Welcome, " + name));
    } catch (Refusal e) {
      LOG.info("{} was not let in: {}", name, e.sentence());
      statistics.setLoginFail(session);
      turnAway(session, e);
    }
  }

  private Visitor admit(FtpIoSession session, String name, String token) throws Refusal {
    if (!Crowd.hasRoom(session, name)) {
      throw new Refusal(
          421, name + " has " + Crowd.MOST_OF_A_USER + " sessions here already; close one of them");
    }
    var claims = doorkeeper.admit(name, token);
    var why = Rights.whyNotEnter(claims);
    if (why.isPresent()) {
      throw new Refusal(530, why.get());
    }
    return new Visitor(name, token, claims, ledger.account(claims));
  }

  private void enter(FtpIoSession session, Visitor visitor) {
    var user = new BaseUser();
    user.setName(visitor.username());
    user.setEnabled(true);
    session.setUser(user);
    session.setUserArgument(null);
    if (session.getConfig() instanceof SocketSessionConfig socket) {
      // Else the answer to a transfer waits for the client to acknowledge the one before, 40 ms.
      socket.setTcpNoDelay(true);
    }
    session.setLogin(Visit.begin(visitor, stock));
  }

  /// A 421 announces that the connection ends (RFC 959 §4.2.2).
  private static void turnAway(FtpIoSession session, Refusal refusal) {
    FtpReply reply = Replies.of(refusal);
    session.increaseFailedLogins();
    session.write(reply);
    if (reply.getCode() == 421 || session.getFailedLogins() >= MOST_FAILURES) {
      session.closeOnFlush();
    } else {
      session.setUserArgument(null);
    }
  }
}
