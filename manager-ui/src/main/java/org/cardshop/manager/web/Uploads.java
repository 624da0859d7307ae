package org.cardshop.manager.web;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import io.javalin.http.HttpStatus;
import io.javalin.http.UploadedFile;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The files that were chosen in a form, or were carried along since.
final class Uploads {
  /// As much as the scheduler takes of anything.
  static final int LARGEST = 256 << 10;

  private Uploads() {}

  static Optional<byte[]> file(Context context, String name) throws IOException {
    var file = context.isMultipartFormData() ? context.uploadedFile(name) : null;
    if (file != null && file.size() > 0) {
      return Optional.of(bytes(file));
    }
    try {
      return Optional.ofNullable(context.formParam(Kept.FILE + name))
          .map(kept -> Base64.getUrlDecoder().decode(kept));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Map<String, byte[]> all(Context context) throws IOException {
    var all = new LinkedHashMap<String, byte[]>();
    if (context.isMultipartFormData()) {
      for (var name : context.uploadedFileMap().keySet()) {
        var file = context.uploadedFile(name);
        if (file != null && file.size() > 0) {
          all.put(name, bytes(file));
        }
      }
    }
    return all;
  }

  private static byte[] bytes(UploadedFile file) throws IOException {
    if (file.size() > LARGEST) {
      throw new HttpResponseException(HttpStatus.CONTENT_TOO_LARGE.getCode());
    }
    try (var content = file.content()) {
      return content.readAllBytes();
    }
  }
}
