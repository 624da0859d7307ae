package org.cardshop.manager.setup;

import io.javalin.http.HttpStatus;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.manager.setup.Input.Flag;
import org.cardshop.manager.setup.Input.Slug;
import org.cardshop.manager.setup.Input.Words;
import org.cardshop.manager.web.Confirmation;
import org.cardshop.manager.web.Form;
import org.cardshop.manager.web.Pages;
import org.cardshop.manager.web.Route;
import org.cardshop.manager.web.Visit;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;

/// The pages of a kind: list, make, change, switch on and off, delete.
record KindRoutes(Kind kind) {
  private static final int SIZE = 20;

  List<Route> routes() {
    var here = kind.path();
    var one = here + "/{id}";
    return List.of(
        Route.get(here, this::list),
        // Before the ids, which it would match, too.
        Route.get(here + "/new", visit -> mayOnly(visit, () -> show(visit, Optional.empty()))),
        Route.post(here + "/new", visit -> save(visit, Optional.empty())),
        Route.get(one, visit -> mayOnly(visit, () -> show(visit, Optional.of(found(visit))))),
        Route.post(one, visit -> save(visit, Optional.of(found(visit)))),
        Route.post(one + "/on", visit -> turn(visit, true)),
        Route.get(one + "/off", visit -> ask(visit, "off")),
        Route.post(one + "/off", visit -> turn(visit, false)),
        Route.get(one + "/delete", visit -> ask(visit, "delete")),
        Route.post(one + "/delete", this::delete));
  }

  private interface Step {
    void go() throws IOException, InterruptedException;
  }

  /// Forms are for those who may send them; the scheduler refuses the rest, too.
  private void mayOnly(Visit visit, Step step) throws IOException, InterruptedException {
    if (visit.may(kind.change())) {
      step.go();
    } else {
      visit.goTo(kind.path(), false, visit.texts().of("setup.may_not"));
    }
  }

  private void list(Visit visit) throws IOException, InterruptedException {
    int page = visit.query("page").map(Pages::number).orElse(1);
    var range = "?skip=" + (page - 1) * SIZE + "&limit=" + SIZE;
    var found = new Fields(visit.scheduler().get(kind.api() + range));
    var entries = found.objects("items").stream().map(e -> new Entry(kind, e)).toList();
    var pages = new Pages(kind.path(), Map.of(), page, SIZE, found.fields("meta").whole("count"));
    visit.show("setup/list", new EntryList(kind, entries, visit.may(kind.change()), pages));
  }

  private void show(Visit visit, Optional<Entry> entry) throws IOException, InterruptedException {
    show(visit, HttpStatus.OK, entry, EntryForm.of(kind, entry).form());
  }

  private void show(Visit visit, HttpStatus status, Optional<Entry> entry, Form form)
      throws IOException, InterruptedException {
    visit.show(status, "setup/entry", new EntryPage(kind, entry, form, options(visit, entry)));
  }

  private void save(Visit visit, Optional<Entry> before) throws IOException, InterruptedException {
    var form = EntryForm.read(kind, before, visit::field);
    try {
      var json = form.json();
      if (before.isPresent()) {
        visit.scheduler().patch(api(before.get().id()), json);
      } else {
        visit.scheduler().post(kind.api(), json);
      }
      var name = before.map(Entry::name).orElseGet(() -> form.typed().get(kind.key()));
      visit.goTo(kind.path(), true, visit.texts().of("setup.saved", name));
    } catch (RecipeException e) {
      show(visit, HttpStatus.BAD_REQUEST, before, form.unreadable(e));
    } catch (SchedulerException e) {
      show(visit, Refusals.status(e), before, form.form().refused(e));
    }
  }

  private void turn(Visit visit, boolean isOn) throws IOException, InterruptedException {
    var entry = found(visit);
    var flag = Json.object();
    kind.flag().ifPresent(name -> flag.put(name, isOn));
    Refusals.tell(
        visit,
        kind.path(),
        visit.texts().of(isOn ? "setup.on.done" : "setup.off.done", entry.name()),
        () -> visit.scheduler().patch(api(entry.id()), flag));
  }

  /// @param what is about to be done: `off` or `delete`
  private void ask(Visit visit, String what) throws IOException, InterruptedException {
    var entry = found(visit);
    var texts = visit.texts();
    visit.ask(
        new Confirmation(
            texts.of("setup." + what + ".title", entry.name()),
            texts.of(kind.texts() + what, entry.name()),
            entry.path() + "/" + what,
            Map.of(),
            texts.of("setup." + what + ".button"),
            entry.path()));
  }

  private void delete(Visit visit) throws IOException, InterruptedException {
    var entry = found(visit);
    Refusals.tell(
        visit,
        kind.path(),
        visit.texts().of("setup.delete.done", entry.name()),
        () -> visit.scheduler().delete(api(entry.id())));
  }

  private Entry found(Visit visit) throws IOException, InterruptedException {
    return new Entry(kind, new Fields(visit.scheduler().get(api(visit.path("id")))));
  }

  private String api(String id) {
    return kind.api() + Pages.encoded(id);
  }

  private Map<String, Map<String, String>> options(Visit visit, Optional<Entry> entry)
      throws IOException, InterruptedException {
    var all = new LinkedHashMap<String, Map<String, String>>();
    for (var input : EntryForm.inputs(kind, entry)) {
      var options = new LinkedHashMap<String, String>();
      switch (input.type()) {
        case Words(var texts, var words) ->
            words.forEach(word -> options.put(word, visit.texts().of(texts + word)));
        case Slug(var other) -> {
          options.put("", visit.texts().of("setup.choose_none"));
          slugs(visit, other).forEach(slug -> options.put(slug, slug));
        }
        case Flag _ -> options.put("true", visit.texts().of("setup.yes"));
        default -> {
          continue;
        }
      }
      all.put(input.name(), options);
    }
    return all;
  }

  private static List<String> slugs(Visit visit, String kind)
      throws IOException, InterruptedException {
    var found = new Fields(visit.scheduler().get("/" + kind + "/?limit=500"));
    return found.objects("items").stream().map(e -> e.text("slug")).toList();
  }
}
