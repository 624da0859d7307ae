package org.cardshop.manager.image;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cardshop.core.identity.Action;
import org.cardshop.manager.web.Confirmation;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// What lies in the warehouse, and until when.
public final class ImageRoutes {
  private static final String HERE = "/images";
  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;
  private static final int SIZE = 20;

  public List<Route> routes() {
    return List.of(
        Route.get(HERE, ImageRoutes::list),
        Route.get(HERE + "/{id}/keep", visit -> askDays(visit, HttpStatus.OK, Form.EMPTY)),
        Route.post(HERE + "/{id}/keep", ImageRoutes::keep),
        Route.get(HERE + "/{id}/delete", ImageRoutes::askToDelete),
        Route.post(HERE + "/{id}/delete", ImageRoutes::delete));
  }

  private static void list(Visit visit) throws IOException, InterruptedException {
    int page = visit.query("page").map(Pages::number).orElse(1);
    var path = "/orders/?has_image=true&skip=" + (page - 1) * SIZE + "&limit=" + SIZE;
    var found = new Fields(visit.scheduler().get(path));
    var images = found.objects("items").stream().map(StoredImage::of).toList();
    var pages = new Pages(HERE, Map.of(), page, SIZE, found.fields("meta").whole("count"));
    visit.show("image/list", new ImageList(images, visit.may(Action.HANDLE_ORDERS), pages));
  }

  private static void askDays(Visit visit, HttpStatus status, Form form)
      throws IOException, InterruptedException {
    visit.show(status, "image/keep", new KeepForm(image(visit), form));
  }

  private static void keep(Visit visit) throws IOException, InterruptedException {
    var typed = visit.field("days");
    var wanted = Json.object();
    if (typed.matches("[0-9]{1,6}")) {
      wanted.put("days", Integer.parseInt(typed));
    } else {
      wanted.put("days", typed);
    }
    try {
      visit.scheduler().post(order(visit) + "/keep", wanted);
      visit.goTo(HERE, true, visit.texts().of("image.keep.done"));
    } catch (SchedulerException e) {
      if (e.status() != BAD_REQUEST && e.status() != CONFLICT) {
        throw e;
      }
      askDays(visit, HttpStatus.forStatus(e.status()), Form.of(Map.of("days", typed)).refused(e));
    }
  }

  private static void askToDelete(Visit visit) throws IOException, InterruptedException {
    var texts = visit.texts();
    var image = image(visit);
    visit.ask(
        new Confirmation(
            texts.of("image.delete.title"),
            texts.of("image.delete.what", image.name(), image.client()),
            HERE + "/" + Pages.encoded(image.order()) + "/delete",
            Map.of(),
            texts.of("image.delete.button"),
            HERE));
  }

  private static void delete(Visit visit) throws IOException, InterruptedException {
    try {
      visit.scheduler().patch(order(visit) + "/cancel", Json.object());
      visit.goTo(HERE, true, visit.texts().of("image.delete.done"));
    } catch (SchedulerException e) {
      if (e.status() != CONFLICT) {
        throw e;
      }
      visit.goTo(HERE, false, e.sentence());
    }
  }

  private static StoredImage image(Visit visit) throws IOException, InterruptedException {
    var order = new Fields(visit.scheduler().get(order(visit)));
    return order.optionalFields("image").isPresent()
        ? StoredImage.of(order)
        : StoredImage.gone(order);
  }

  private static String order(Visit visit) {
    return "/orders/" + Pages.encoded(visit.path("id"));
  }
}
