package org.cardshop.manager.label;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.wire.Fields;

/// Labels, the packing slip, and packing.
public final class LabelRoutes {
  private static final String PDF = "application/pdf";

  public List<Route> routes() {
    return List.of(
        Route.get("/orders/{id}/labels", LabelRoutes::choose),
        Route.get("/orders/{id}/labels.pdf", LabelRoutes::labels),
        Route.get("/orders/{id}/packing.pdf", LabelRoutes::slip),
        Route.get("/orders/{id}/pack", LabelRoutes::pack),
        Route.post("/orders/{id}/pack", LabelRoutes::scan));
  }

  private static void choose(Visit visit) throws IOException, InterruptedException {
    visit.show("label/labels", parcel(visit));
  }

  private static void labels(Visit visit) throws IOException, InterruptedException {
    var parcel = parcel(visit);
    if (parcel.cards().isEmpty()) {
      visit.goTo(
          "/orders/" + Pages.encoded(parcel.order()) + "/labels",
          false,
          visit.texts().of("label.none"));
      return;
    }
    var sheet = Sheet.of(visit.query("sheet").orElse(""));
    int start = visit.query("start").map(Pages::number).orElse(1);
    send(visit, "labels-" + parcel.shortId(), Labels.pdf(parcel, sheet, start));
  }

  private static void slip(Visit visit) throws IOException, InterruptedException {
    var parcel = parcel(visit);
    send(visit, "packing-" + parcel.shortId(), Slip.pdf(parcel, visit.texts()));
  }

  private static void pack(Visit visit) throws IOException, InterruptedException {
    visit.show("label/pack", new PackPage(Packing.of(parcel(visit), ""), Optional.empty(), ""));
  }

  private static void scan(Visit visit) throws IOException, InterruptedException {
    var packing = Packing.of(parcel(visit), visit.field("packed"));
    var text = visit.field("code");
    if (text.isBlank()) {
      visit.show("label/pack", new PackPage(packing, Optional.empty(), ""));
      return;
    }
    var scanned = packing.scan(text);
    var card =
        packing.parcel().cards().stream()
            .filter(c -> scanned.code().equals(Optional.of(c.code())))
            .map(Parcel.Card::label)
            .findFirst()
            .orElse(text);
    visit.show("label/pack", new PackPage(scanned.packing(), Optional.of(scanned.verdict()), card));
  }

  private static Parcel parcel(Visit visit) throws IOException, InterruptedException {
    var path = "/orders/" + Pages.encoded(visit.path("id"));
    return Parcel.of(new Fields(visit.scheduler().get(path)));
  }

  private static void send(Visit visit, String name, byte[] pdf) {
    visit.answerHeader("Content-Disposition", "inline; filename=\"" + name + ".pdf\"");
    visit.send(PDF, pdf);
  }
}
