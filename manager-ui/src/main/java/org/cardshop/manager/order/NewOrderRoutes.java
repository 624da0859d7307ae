package org.cardshop.manager.order;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.cardshop.core.identity.Action;
import org.cardshop.manager.recipe.Checks;
import org.cardshop.manager.recipe.Pace;
import org.cardshop.manager.recipe.RecipeSheet;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeReader;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// Taking an order. Every button of the form sends all of it; the answer is the form again with
/// what the button does, until the order is placed.
public record NewOrderRoutes(RecipeSheet.Sources sources) {
  private static final int BAD_REQUEST = 400;
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  /// Orders of late that are looked at for the pace, and how many of them have something to tell.
  private static final int LATE = 20;

  private static final int TELLING = 5;

  public List<Route> routes() {
    return List.of(
        // Before /orders/{id}, which it would match, too.
        Route.get("/orders/new", this::form), Route.post("/orders/new", this::post));
  }

  private void form(Visit visit) throws IOException, InterruptedException {
    var from = visit.query("from");
    Draft draft;
    if (from.isPresent()) {
      var order = visit.scheduler().get("/orders/" + Pages.encoded(from.get()));
      var recipe = order.get(OrderForm.RECIPE) instanceof ObjectNode r ? r : Json.object();
      draft = Draft.of(OrderForm.again(order), recipe);
      draft = RecipeSheet.canShow(recipe) ? draft : draft.asYaml(recipe);
    } else {
      var recipe = Json.object();
      if (!sources.base().source().isEmpty()) {
        recipe.putObject("base").put("source", sources.base().source());
      }
      recipe.putObject("output").put("size", "auto");
      draft = Draft.of(Map.of("sd_card.type", "physical", "quantity", "1"), recipe);
    }
    var form = hidden(visit, draft, shown(draft));
    show(visit, HttpStatus.OK, draft, form, newKey(), pace(visit), "");
  }

  private void post(Visit visit) throws IOException, InterruptedException {
    var draft = Draft.posted(visit);
    var wanted = visit.field("do");
    var row = wanted.substring(wanted.indexOf(':') + 1);
    if (wanted.matches("add:(files|images)")) {
      var focus = row + "." + draft.nextRow(row) + (row.equals("files") ? ".url" : ".ident");
      again(visit, draft.withRow(row), focus);
    } else if (wanted.matches("remove:(files|images)\\.[0-9]{1,6}")) {
      again(visit, draft.withoutRow(row), "");
    } else {
      switch (wanted) {
        case "room", "find" -> again(visit, draft, "");
        case "yaml" -> asYaml(visit, draft);
        case "form" -> asForm(visit, draft);
        case "check" -> check(visit, draft);
        default -> place(visit, draft);
      }
    }
  }

  /// The form as it is, nothing checked.
  private void again(Visit visit, Draft draft, String focus)
      throws IOException, InterruptedException {
    answer(visit, HttpStatus.OK, draft, shown(draft), visit.field("key"), focus);
  }

  private void asYaml(Visit visit, Draft draft) throws IOException, InterruptedException {
    var lossy = draft.isForm() ? Checks.lossy(draft.fields()) : Map.<String, String>of();
    var recipe = read(visit, draft).recipe();
    if (!lossy.isEmpty() || recipe.isEmpty()) {
      var form = wrong(visit, shown(draft), lossy);
      answer(visit, HttpStatus.BAD_REQUEST, draft, form, visit.field("key"), "");
    } else {
      again(visit, draft.isForm() ? draft.asYaml(recipe.get()) : draft, OrderForm.RECIPE);
    }
  }

  private void asForm(Visit visit, Draft draft) throws IOException, InterruptedException {
    var reading = read(visit, draft);
    var recipe = reading.recipe().orElseGet(Json::object);
    boolean isBlank = draft.fields().text(OrderForm.RECIPE).isBlank();
    if (draft.isForm() || (reading.recipe().isEmpty() && !isBlank)) {
      var form = shown(draft);
      var problem = reading.problem();
      form = problem.isPresent() ? form.with(OrderForm.RECIPE, problem.get()) : form;
      answer(visit, HttpStatus.BAD_REQUEST, draft, form, visit.field("key"), OrderForm.RECIPE);
    } else if (!RecipeSheet.canShow(recipe)) {
      var form = shown(draft).with(OrderForm.RECIPE, visit.texts().of("recipe.too_long"));
      answer(visit, HttpStatus.BAD_REQUEST, draft, form, visit.field("key"), OrderForm.RECIPE);
    } else {
      again(visit, draft.asForm(recipe), "base.source");
    }
  }

  /// Everything that can be said without placing it.
  private void check(Visit visit, Draft draft) throws IOException, InterruptedException {
    var form = checked(visit, draft);
    answer(visit, HttpStatus.OK, draft, form, visit.field("key"), "");
  }

  private void place(Visit visit, Draft draft) throws IOException, InterruptedException {
    var wrong = draft.isForm() ? Checks.of(draft.fields()) : Map.<String, String>of();
    if (!wrong.isEmpty()) {
      var form = checked(visit, draft);
      answer(visit, HttpStatus.BAD_REQUEST, draft, form, visit.field("key"), "");
      return;
    }
    var order = new OrderForm(draft.fields(), read(visit, draft));
    try {
      var made = visit.scheduler().post("/orders/", order.json(), visit.field("key"));
      var id = new Fields(made).text("_id");
      visit.goTo("/orders/" + id, true, visit.texts().of("new_order.done"));
    } catch (SchedulerException e) {
      if (e.status() != BAD_REQUEST && e.status() != CONFLICT) {
        throw e;
      }
      // Another key where this one was used for something else.
      var key = e.status() == CONFLICT ? newKey() : visit.field("key");
      var form = order.problems(shown(draft), e.fields(), e.sentence());
      answer(visit, HttpStatus.forStatus(e.status()), draft, form, key, "");
    }
  }

  private Form checked(Visit visit, Draft draft) throws InterruptedException {
    var reading = read(visit, draft);
    var order = new OrderForm(draft.fields(), reading);
    var form = shown(draft);
    if (reading.problem().isPresent()) {
      form = form.with(OrderForm.RECIPE, reading.problem().get());
    }
    if (draft.isForm()) {
      form = wrong(visit, form, Checks.of(draft.fields()));
    }
    for (var problem :
        reading.recipe().map(r -> RecipeReader.look(r).problems()).orElse(List.of())) {
      form = order.recipeProblem(form, problem);
    }
    if (reading.recipe().isPresent()) {
      var sheet = sheet(visit, draft, "");
      for (var problem : sheet.room().problems()) {
        form = order.recipeProblem(form, problem);
      }
    }
    return hidden(visit, draft, form);
  }

  /// Secrets that were hidden when they were shown are to be typed again.
  private static Form hidden(Visit visit, Draft draft, Form form) {
    var reading = read(visit, draft);
    var order = new OrderForm(draft.fields(), reading);
    var sentence = visit.texts().of("recipe.hidden");
    var shown = form;
    for (var path : reading.recipe().map(RecipeSecrets::hidden).orElse(List.of())) {
      shown = order.recipeProblem(shown, new Problem(path, sentence));
    }
    return shown;
  }

  private static Form wrong(Visit visit, Form form, Map<String, String> keys) {
    var shown = form;
    for (var wrong : keys.entrySet()) {
      shown = shown.with(wrong.getKey(), visit.texts().of(wrong.getValue()));
    }
    return shown;
  }

  private static Draft.Reading read(Visit visit, Draft draft) {
    return draft.read(visit.texts().of("new_order.recipe_missing"));
  }

  private static Form shown(Draft draft) {
    return new Form(draft.typed(), Map.of());
  }

  private RecipeSheet sheet(Visit visit, Draft draft, String focus) throws InterruptedException {
    return RecipeSheet.of(
        draft.before(),
        read(visit, draft).recipe(),
        draft.fields(),
        sources,
        visit.texts().language().locale(),
        focus);
  }

  private void answer(
      Visit visit, HttpStatus status, Draft draft, Form form, String key, String focus)
      throws IOException, InterruptedException {
    show(visit, status, draft, form, key, Pace.read(visit.field("pace")), focus);
  }

  private void show(
      Visit visit, HttpStatus status, Draft draft, Form form, String key, Pace pace, String focus)
      throws IOException, InterruptedException {
    var sheet = sheet(visit, draft, focus);
    var isPart = visit.isForPart();
    var view =
        new NewOrder(
            key,
            draft.isForm(),
            form,
            sheet,
            pace,
            isPart ? List.of() : channels(visit),
            isPart ? Map.of() : cards(visit, draft.fields().text("sd_card.size")));
    visit.show(status, isPart ? "order/room" : "order/new", view);
  }

  private static List<String> channels(Visit visit) throws IOException, InterruptedException {
    if (!visit.may(Action.READ_SETUP)) {
      return List.of();
    }
    var found = new Fields(visit.scheduler().get("/channels/?limit=500"));
    return found.objects("items").stream()
        .filter(channel -> channel.flag("active"))
        .map(channel -> channel.text("slug"))
        .toList();
  }

  /// The sizes of cards that are registered, and what was typed.
  private static Map<String, String> cards(Visit visit, String typed)
      throws IOException, InterruptedException {
    var cards = new LinkedHashMap<String, String>();
    if (visit.may(Action.READ_SETUP)) {
      for (var medium : new Fields(visit.scheduler().get("/media/?limit=500")).objects("items")) {
        if (medium.text("type").equals("physical")) {
          var size = String.valueOf(medium.whole("size"));
          cards.putIfAbsent(size, visit.texts().of("recipe.card", medium.text("name"), size));
        }
      }
    }
    if (!cards.isEmpty() && !typed.isEmpty()) {
      cards.putIfAbsent(typed, typed + " GB");
    }
    return cards;
  }

  /// From the latest orders that this person may see.
  private static Pace pace(Visit visit) throws IOException, InterruptedException {
    var late = new Fields(visit.scheduler().get("/orders/?limit=" + LATE));
    var telling = new ArrayList<ObjectNode>();
    for (var order : late.objects("items")) {
      boolean hasDone = order.has("image") || order.object().at("/cards/good").asInt() > 0;
      if (hasDone && telling.size() < TELLING) {
        shownOrder(visit, order.text("_id")).ifPresent(telling::add);
      }
    }
    return Pace.of(telling);
  }

  /// Empty when it was deleted meanwhile.
  private static Optional<ObjectNode> shownOrder(Visit visit, String id)
      throws IOException, InterruptedException {
    try {
      return Optional.of(visit.scheduler().get("/orders/" + Pages.encoded(id)));
    } catch (SchedulerException e) {
      if (e.status() == NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static String newKey() {
    return UUID.randomUUID().toString();
  }
}
