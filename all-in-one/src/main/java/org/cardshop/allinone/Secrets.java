package org.cardshop.allinone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/// Passwords of the embedded product, made once and kept in its data folder, readable by their
/// owner only.
record Secrets(Path folder) {
  static Secrets in(Path folder) throws IOException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    return new Secrets(folder);
  }

  /// The password of this name: 24 random bytes, in base64 without padding.
  String of(String name) throws IOException {
    var file = folder.resolve(name);
    if (!Files.exists(file)) {
      var bytes = new byte[24];
      new SecureRandom().nextBytes(bytes);
      var made = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      var draft = folder.resolve(name + ".draft");
      Files.deleteIfExists(draft);
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, made);
      Files.move(draft, file);
    }
    return Files.readString(file).strip();
  }
}
