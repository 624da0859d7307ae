package org.cardshop.warehouse.ftp;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.command.CommandFactory;
import org.apache.ftpserver.command.impl.ABOR;
import org.apache.ftpserver.command.impl.AUTH;
import org.apache.ftpserver.command.impl.CDUP;
import org.apache.ftpserver.command.impl.CWD;
import org.apache.ftpserver.command.impl.EPSV;
import org.apache.ftpserver.command.impl.LIST;
import org.apache.ftpserver.command.impl.MDTM;
import org.apache.ftpserver.command.impl.MLSD;
import org.apache.ftpserver.command.impl.MLST;
import org.apache.ftpserver.command.impl.NLST;
import org.apache.ftpserver.command.impl.NOOP;
import org.apache.ftpserver.command.impl.OPTS;
import org.apache.ftpserver.command.impl.PASV;
import org.apache.ftpserver.command.impl.PBSZ;
import org.apache.ftpserver.command.impl.PROT;
import org.apache.ftpserver.command.impl.PWD;
import org.apache.ftpserver.command.impl.QUIT;
import org.apache.ftpserver.command.impl.REST;
import org.apache.ftpserver.command.impl.STRU;
import org.apache.ftpserver.command.impl.SYST;
import org.apache.ftpserver.command.impl.TYPE;
import org.apache.ftpserver.command.impl.USER;
import org.cardshop.warehouse.door.Doorkeeper;
import org.cardshop.warehouse.door.Ledger;

/// The commands that the warehouse obeys; every other is refused. Those that only look come from
/// Apache FtpServer, those that let someone in or move bytes are its own.
public final class Commands {
  /// Why these are refused, which clients may try.
  private static final Map<List<String>, String> REFUSED =
      Map.of(
          List.of("PORT", "EPRT"), "Active mode is off here; use passive mode",
          List.of("MKD", "RMD"), "The folders here are fixed; just store the file under its name",
          List.of("RNFR", "RNTO"), "Nothing is renamed here; store it under its final name",
          List.of("STOU"), "A file's name says what it is; use STOR",
          List.of("MFMT"), "Times are not set here");

  /// What a visitor may still do whose token has run out.
  private static final Set<String> LAST = Set.of("QUIT", "ABOR");

  private final boolean needsTls;
  private final Limits limits;
  private final Map<String, Command> commands = new HashMap<>();

  public Commands(Doorkeeper doorkeeper, Stock stock, boolean needsTls, Limits limits) {
    this.needsTls = needsTls;
    this.limits = limits;
    REFUSED.forEach((names, why) -> names.forEach(name -> put(name, replying(502, why))));
    enter(doorkeeper, stock);
    look(stock);
    move(stock);
  }

  CommandFactory factory() {
    return name -> commands.get(name.toUpperCase(Locale.ROOT));
  }

  private void enter(Doorkeeper doorkeeper, Stock stock) {
    put("AUTH", new AUTH());
    put("PBSZ", new PBSZ());
    put("PROT", new PROT());
    put("USER", overTls(new USER()));
    put("PASS", overTls(new Login(doorkeeper, new Ledger(), stock)));
    put("QUIT", new QUIT());
    put("NOOP", new NOOP());
    put("SYST", new SYST());
    put("OPTS", new OPTS());
    // MODE Z is not offered: chunks are packed already, and packing images costs more than sending.
    put(
        "FEAT",
        replying(
            211,
            """
            Extensions
             SIZE
             MDTM
             REST STREAM
             MLST Size;Modify;Type;Perm
             AUTH TLS
             PBSZ
             PROT
             EPSV
             UTF8
             TVFS
            End\
            """));
    put("MODE", new Mode());
  }

  private void look(Stock stock) {
    put("CWD", new CWD());
    put("CDUP", new CDUP());
    put("PWD", new PWD());
    put("LIST", listing(new LIST()));
    put("NLST", listing(new NLST()));
    put("MLSD", listing(new MLSD()));
    put("MLST", new MLST());
    put("MDTM", new MDTM());
    put("SIZE", new Size(stock));
  }

  private void move(Stock stock) {
    var upload = new Upload(stock);
    var download = new Download(stock);
    put("TYPE", new TYPE());
    put("STRU", new STRU());
    put("PASV", new PASV());
    put("EPSV", new EPSV());
    put("REST", new REST());
    put("ABOR", new ABOR());
    put("ALLO", new Allocate(stock));
    put("STOR", new Transfer(upload::store, needsTls, limits.stall()));
    put("APPE", new Transfer(upload::append, needsTls, limits.stall()));
    put("RETR", new Transfer(download::retrieve, needsTls, limits.stall()));
    put("DELE", new Delete(stock));
    put("SITE", new Site(stock, download));
  }

  private void put(String name, Command command) {
    commands.put(name, attended(name, command));
  }

  /// Notes what visitors are at, and refuses whose token has run out.
  private static Command attended(String name, Command command) {
    return (session, context, request) -> {
      if (!(session.getFileSystemView() instanceof Visit visit)) {
        command.execute(session, context, request);
      } else if (visit.activity().isExpired() && !LAST.contains(name)) {
        session.resetState();
        session.write(Replies.reply(530, "The token has run out; log in again with a fresh one"));
      } else {
        visit.activity().begins();
        try {
          command.execute(session, context, request);
        } finally {
          visit.activity().ends();
        }
      }
    };
  }

  private Command overTls(Command command) {
    return (session, context, request) -> {
      if (needsTls && !session.isSecure()) {
        session.write(Replies.reply(530, "Logging in here needs TLS; send AUTH TLS first"));
      } else {
        command.execute(session, context, request);
      }
    };
  }

  /// What it sends is not counted on the way: it has time to send all of it.
  private Command listing(Command command) {
    return (session, context, request) -> {
      if (needsTls && !session.getDataConnection().isSecure()) {
        session.write(Replies.reply(522, "Data connections here need TLS; send PROT P first"));
      } else {
        Visit.of(session).activity().moves(limits.grace());
        command.execute(session, context, request);
      }
    };
  }

  private static Command replying(int code, String sentence) {
    return (session, _, _) -> {
      session.resetState();
      session.write(Replies.reply(code, sentence));
    };
  }
}
