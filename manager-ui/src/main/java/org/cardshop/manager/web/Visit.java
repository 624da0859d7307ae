package org.cardshop.manager.web;

import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.cardshop.platform.scheduler.SignedInClient;

/// One request of one browser, and its answer.
public final class Visit {
  private static final String COOKIE = "cardshop";
  private static final int BROWSER_SESSION = -1;

  private final Context context;
  private final Sessions sessions;
  private final TemplateEngine templates;
  private final Optional<Session> session;
  private final Texts texts;
  private String id;

  Visit(Context context, Sessions sessions, TemplateEngine templates) {
    this.context = context;
    this.sessions = sessions;
    this.templates = templates;
    this.texts = Texts.of(context.req().getLocale());
    var known = Optional.ofNullable(context.cookie(COOKIE)).filter(c -> !c.isEmpty());
    this.session = known.flatMap(sessions::find);
    this.id = known.orElseGet(sessions::newId);
    if (known.isEmpty()) {
      keepId();
    }
  }

  /// Where the browser is, and behind which proxies, as `X-Forwarded-For` says it.
  public String forwarded() {
    var earlier = context.header("X-Forwarded-For");
    return earlier == null ? context.ip() : earlier + ", " + context.ip();
  }

  /// Whoever signed in; only on routes that are not open.
  public Session session() {
    return session.orElseThrow();
  }

  public boolean isSignedIn() {
    return session.isPresent();
  }

  /// The scheduler, in the name of whoever signed in.
  public SignedInClient scheduler() {
    return session().client();
  }

  public Texts texts() {
    return texts;
  }

  public String path(String name) {
    return context.pathParam(name);
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name)).filter(q -> !q.isEmpty());
  }

  /// What was typed into the field; empty when the form has none.
  public String field(String name) {
    var value = context.formParam(name);
    return value == null ? "" : value;
  }

  /// A file that was chosen.
  public Optional<byte[]> file(String name) throws IOException {
    var file = context.isMultipartFormData() ? context.uploadedFile(name) : null;
    if (file == null || file.size() == 0) {
      return Optional.empty();
    }
    try (InputStream content = file.content()) {
      return Optional.of(content.readAllBytes());
    }
  }

  /// From now on this browser is that person's, under an id that it did not have before.
  public void signIn(SignedInClient client) {
    sessions.end(id);
    id = sessions.open(client);
    keepId();
  }

  public void signOut() {
    sessions.end(id);
    id = sessions.newId();
    keepId();
  }

  public void show(String template, Object view) {
    show(HttpStatus.OK, template, view);
  }

  public void show(HttpStatus status, String template, Object view) {
    render(status, template, view, frame());
  }

  /// A page that asks for itself again, so that it shows how things are now.
  public void showLive(String template, Object view, Duration every) {
    render(HttpStatus.OK, template, view, frame().refreshing(every));
  }

  /// Sends the browser to another page of ours.
  public void goTo(String path) {
    context.redirect(path, HttpStatus.SEE_OTHER);
  }

  /// The same with a sentence for that page.
  public void goTo(String path, boolean isGood, String sentence) {
    session().say(new Notice(isGood, sentence));
    goTo(path);
  }

  boolean isForged() {
    return !sessions.isFormToken(id, field("form_token"));
  }

  private Frame frame() {
    // A form that is shown again says what is wrong with it, not what came of an earlier one.
    var reader = session.filter(_ -> context.method().equals(HandlerType.GET));
    var notice = reader.flatMap(Session::takeNotice);
    return new Frame(texts, session, sessions.formToken(id), notice, Optional.empty());
  }

  private void render(HttpStatus status, String template, Object view, Frame frame) {
    var page = new StringOutput();
    templates.render(template + ".jte", Map.of("frame", frame, "view", view), page);
    context.status(status).html(page.toString());
  }

  private void keepId() {
    boolean isSecure =
        context.scheme().equals("https") || "https".equals(context.header("X-Forwarded-Proto"));
    context.cookie(
        new Cookie(COOKIE, id, "/", BROWSER_SESSION, isSecure, true, null, SameSite.LAX));
  }
}
