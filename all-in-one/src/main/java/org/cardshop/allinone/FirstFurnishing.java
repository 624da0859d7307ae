package org.cardshop.allinone;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import org.cardshop.platform.scheduler.SchedulerClient;
import org.cardshop.platform.scheduler.SchedulerException;
import org.cardshop.platform.wire.Json;

/// Sets up, over the API, what an administrator sets up by hand in the distributed product. What is
/// there already stays.
final class FirstFurnishing {
  private static final String WAREHOUSE = "warehouse";
  private static final int CONFLICT = 409;
  private static final int NOT_FOUND = 404;

  private final SchedulerClient admin;

  FirstFurnishing(SchedulerClient admin) {
    this.admin = admin;
  }

  /// The port may be another at each start.
  void warehouse(URI uri) throws IOException, InterruptedException {
    var warehouse =
        Json.object()
            .put("slug", WAREHOUSE)
            .put("name", "Warehouse")
            .put("upload_uri", uri.toString())
            .put("download_uri", uri.toString());
    if (!isThere("/warehouses/" + WAREHOUSE)) {
      make("/warehouses/", warehouse);
    } else {
      admin.patch(
          "/warehouses/" + WAREHOUSE,
          Json.object().put("upload_uri", uri.toString()).put("download_uri", uri.toString()));
    }
  }

  void channel(String slug) throws IOException, InterruptedException {
    if (isThere("/channels/" + slug)) {
      admin.patch("/channels/" + slug, Json.object().put(WAREHOUSE, WAREHOUSE));
    } else {
      make(
          "/channels/",
          Json.object().put("slug", slug).put("name", "Cardshop").put(WAREHOUSE, WAREHOUSE));
    }
  }

  void worker(String name, String role, String channel, String password)
      throws IOException, InterruptedException {
    make(
        "/users/",
        Json.object()
            .put("username", name)
            .put("email", name + "@localhost.invalid")
            .put("password", password)
            .put("role", role)
            .put("channel", channel));
  }

  private boolean isThere(String path) throws IOException, InterruptedException {
    try {
      admin.get(path);
      return true;
    } catch (SchedulerException e) {
      if (e.status() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  private void make(String path, ObjectNode body) throws IOException, InterruptedException {
    try {
      admin.post(path, body);
    } catch (SchedulerException e) {
      if (e.status() != CONFLICT) {
        throw e;
      }
    }
  }
}
