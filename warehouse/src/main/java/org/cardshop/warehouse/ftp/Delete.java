package org.cardshop.warehouse.ftp;

import java.io.IOException;
import org.apache.ftpserver.command.Command;
import org.apache.ftpserver.ftplet.FtpReply;
import org.apache.ftpserver.ftplet.FtpRequest;
import org.apache.ftpserver.impl.FtpIoSession;
import org.apache.ftpserver.impl.FtpServerContext;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.warehouse.door.Rights;
import org.cardshop.warehouse.store.Refusal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// DELE: of manifests only. What chunks the image leaves behind is collected later.
final class Delete implements Command {
  private static final Logger LOG = LoggerFactory.getLogger(Delete.class);

  private final Stock stock;

  Delete(Stock stock) {
    this.stock = stock;
  }

  @Override
  public void execute(FtpIoSession session, FtpServerContext context, FtpRequest request) {
    session.resetState();
    try {
      var visit = Visit.of(session);
      session.write(delete(visit, visit.place(request.getArgument())));
    } catch (Refusal e) {
      session.write(Replies.of(e));
    } catch (IOException e) {
      LOG.warn("DELE {}", request.getArgument(), e);
      session.write(Replies.reply(450, "The warehouse could not delete it: " + e.getMessage()));
    }
  }

  private FtpReply delete(Visit visit, Place place) throws IOException {
    if (!(place instanceof Place.ManifestFile(var name))) {
      throw new Refusal(550, "Only manifests are deleted; chunks go by themselves");
    }
    var why = Rights.whyNotDelete(visit.visitor().claims(), name);
    if (why.isPresent()) {
      throw new Refusal(550, why.get());
    }
    // Who may delete and finds nothing has what it wanted: deletions are repeated until confirmed.
    stock.announcements().drop(name);
    CrashPoint.at("image.dropped");
    if (!stock.images().delete(name)) {
      return Replies.reply(250, "There is no image " + name + " (any more)");
    }
    LOG.info("{} deleted {}", visit.visitor(), name);
    return Replies.reply(250, "The image " + name + " is deleted");
  }
}
