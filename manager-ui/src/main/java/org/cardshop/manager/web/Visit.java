package org.cardshop.manager.web;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Action;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Permissions;
import org.cardshop.core.identity.Permissions.Reach;
import org.cardshop.core.identity.Role;
import org.cardshop.manager.web.Frame.Reader;
import org.cardshop.platform.scheduler.Login;
import org.cardshop.platform.scheduler.SignedInClient;
import org.cardshop.platform.wire.Fields;
import org.cardshop.platform.wire.Json;
import org.jspecify.annotations.Nullable;

/// One request of one browser, and its answer.
public final class Visit {
  private static final String SESSION = "cardshop";
  private static final String NOTICE = "cardshop-notice";
  private static final String LANGUAGE = "cardshop-language";
  private static final Duration CHOICE = Duration.ofDays(365);
  private static final int LONGEST_NOTICE = 1_000;

  private final Context context;
  private final Cookies cookies;
  private final Sessions sessions;
  private final Templates templates;
  private final Frame.Site site;
  private final Texts texts;
  private Session session;
  private boolean isNew;
  private @Nullable SignedInClient client;

  Visit(Context context, Cookies cookies, Sessions sessions, Templates templates, Frame.Site site) {
    this.context = context;
    this.cookies = cookies;
    this.sessions = sessions;
    this.templates = templates;
    this.site = site;
    this.texts =
        Texts.of(
            cookies
                .read(LANGUAGE)
                .flatMap(Language::of)
                .orElseGet(() -> Language.firstOf(Collections.list(context.req().getLocales()))));
    var known = cookies.read(SESSION).flatMap(sessions::read);
    this.session = known.orElseGet(sessions::nobodys);
    this.isNew = known.isEmpty();
    use(session.login());
  }

  /// Where the browser is, and behind which proxies, as `X-Forwarded-For` says it.
  public String forwarded() {
    var earlier = context.header("X-Forwarded-For");
    return earlier == null ? context.ip() : earlier + ", " + context.ip();
  }

  /// Path and query.
  public String address() {
    var query = context.queryString();
    return context.path() + (query == null ? "" : "?" + query);
  }

  public boolean isSignedIn() {
    return client != null;
  }

  /// Whoever signed in; only on routes that are not open.
  public Claims.Access claims() {
    return scheduler().claims();
  }

  /// Whether it makes sense to offer something; the scheduler decides when it is done.
  public boolean may(Action action) {
    return Permissions.of(claims().role(), action) != Reach.NONE;
  }

  /// The scheduler, in the name of whoever signed in.
  public SignedInClient scheduler() {
    return Optional.ofNullable(client).orElseThrow();
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

  public Optional<String> header(String name) {
    return Optional.ofNullable(context.header(name));
  }

  /// What was typed into the field; empty when the form has none.
  public String field(String name) {
    var value = context.formParam(name);
    return value == null ? "" : value;
  }

  /// All that was typed or chosen, by field.
  public Map<String, List<String>> fields() {
    return context.formParamMap();
  }

  /// A file that was chosen.
  ///
  /// @throws io.javalin.http.HttpResponseException 413 when it is larger than the scheduler takes
  public Optional<byte[]> file(String name) throws IOException {
    return Uploads.file(context, name);
  }

  /// From now on this browser is that person's, with a session that it did not have before.
  public void signIn(Login login) {
    session = sessions.begun(login);
    isNew = true;
    use(session.login());
  }

  /// The browser forgets whoever was signed in, and all that it keeps of our pages.
  public void signOut() {
    forget();
    context.header("Clear-Site-Data", "\"cache\", \"storage\"");
  }

  /// The reader wants to read this language from now on; nothing when we have none such.
  public void speak(String tag) {
    Language.of(tag).ifPresent(l -> cookies.write(LANGUAGE, l.tag(), CHOICE));
  }

  /// What the browser kept for us under this name.
  public Optional<String> kept(String name) {
    return cookies.read(name).flatMap(c -> sessions.sealing().open(name, c));
  }

  /// Lets the browser keep something for a year, which it can neither read nor change; at most 1600
  /// bytes: all cookies of a request share 8 KiB with its other headers.
  public void keep(String name, String text) {
    cookies.write(name, sessions.sealing().seal(name, text), CHOICE);
  }

  /// Whether htmx asks, for a part of a page.
  public boolean isForPart() {
    return context.header("HX-Request") != null;
  }

  public void show(String template, Object view) {
    show(HttpStatus.OK, template, view);
  }

  public void show(HttpStatus status, String template, Object view) {
    var html = templates.render(template, frame(), view);
    context.status(status).contentType("text/html; charset=utf-8").result(html);
  }

  /// Asks before something is done that cannot be taken back.
  public void ask(Confirmation confirmation) {
    show("confirm", confirmation);
  }

  /// What is no page: a file to keep, say.
  public void send(String type, byte[] content) {
    context.contentType(type).result(content);
  }

  public void answerHeader(String name, String value) {
    context.header(name, value);
  }

  /// Sends the browser to another page of ours.
  public void goTo(String path) {
    context.redirect(path, HttpStatus.SEE_OTHER);
  }

  /// The same with a sentence for that page.
  public void goTo(String path, boolean isGood, String sentence) {
    var text = sentence.substring(0, Math.min(sentence.length(), LONGEST_NOTICE));
    var notice = Json.object().put("good", isGood).put("sentence", text);
    cookies.write(NOTICE, sessions.sealing().seal(NOTICE, Json.text(notice)));
    goTo(path);
  }

  /// For an answer that is written bit by bit: nothing can be said in headers any more.
  public HttpServletResponse raw() {
    finish();
    return context.res();
  }

  /// Of parts that are made once for all of a role who read this language.
  public Frame sharedFrame(Role role) {
    return Frame.shared(texts, role, site);
  }

  /// A link could bring a foreign address, which browsers also know as `//host` and `/\host`.
  public static boolean isOwn(String path) {
    return path.equals("/") || path.matches("/[A-Za-z0-9].*");
  }

  Map<String, byte[]> files() throws IOException {
    return Uploads.all(context);
  }

  /// Renews tokens that will soon be void. Without the scheduler they stay as they are.
  void freshen() throws IOException, InterruptedException {
    if (session.isToBeRenewed(sessions.now())) {
      scheduler().renew();
    }
  }

  void forget() {
    session = sessions.nobodys();
    isNew = true;
    use(Optional.empty());
  }

  /// Whether the form comes from a page that the session knows.
  boolean isGenuine() {
    return sessions.isFormToken(session, field(Kept.TOKEN));
  }

  /// Whether a page of somebody else's sent the form (Fetch Metadata; RFC 6454).
  boolean isForeign() {
    var site = context.header("Sec-Fetch-Site");
    if (site != null) {
      return !site.equals("same-origin") && !site.equals("none");
    }
    var origin = context.header("Origin");
    return origin != null && !isHere(origin);
  }

  /// Gives the browser what it shall keep. Once, before the answer goes.
  void finish() {
    var now = sessions.now();
    var login = Optional.ofNullable(client).map(SignedInClient::login);
    if (!login.equals(session.login()) && login.isPresent()) {
      session = session.with(login.get(), now);
      isNew = true;
    }
    if (isNew || session.isToBeNoted(now)) {
      session = session.seenAt(now);
      cookies.write(SESSION, sessions.write(session));
      isNew = false;
    }
  }

  private void use(Optional<Login> login) {
    client = login.map(sessions::client).orElse(null);
  }

  private boolean isHere(String origin) {
    try {
      return context.host() != null && context.host().equals(URI.create(origin).getAuthority());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private Frame frame() {
    var isPage = context.method().equals(HandlerType.GET);
    return new Frame(
        texts,
        Optional.ofNullable(client).map(c -> new Reader(c.claims().username(), c.claims().role())),
        site,
        isPage ? address() : "/",
        Optional.of(sessions.formToken(session)),
        // A form that is shown again says what is wrong with it, not what came of an earlier one.
        isPage && !isForPart() ? takeNotice() : Optional.empty());
  }

  private Optional<Notice> takeNotice() {
    var cookie = cookies.read(NOTICE);
    cookie.ifPresent(_ -> cookies.delete(NOTICE));
    return cookie
        .flatMap(c -> sessions.sealing().open(NOTICE, c))
        .map(text -> Fields.of(text.getBytes(StandardCharsets.UTF_8)))
        .map(n -> new Notice(n.flag("good"), n.text("sentence")));
  }
}
