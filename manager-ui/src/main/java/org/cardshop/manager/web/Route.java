package org.cardshop.manager.web;

import io.javalin.http.HandlerType;
import java.io.IOException;

/// One thing that a browser may ask for.
///
/// @param path with `{names}` for what varies
/// @param isOpen whether one need not have signed in
public record Route(HandlerType method, String path, boolean isOpen, Handler handler) {
  /// Answers one request.
  public interface Handler {
    void answer(Visit visit) throws IOException, InterruptedException;
  }

  public static Route get(String path, Handler handler) {
    return new Route(HandlerType.GET, path, false, handler);
  }

  public static Route post(String path, Handler handler) {
    return new Route(HandlerType.POST, path, false, handler);
  }

  public Route open() {
    return new Route(method, path, true, handler);
  }

  boolean isPage() {
    return method.equals(HandlerType.GET);
  }
}
