package org.cardshop.writer.card;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.cardshop.platform.wire.Json;

/// Where certificates go: one file, or a directory with a file for each card.
///
/// @param isFolder whether `path` is a directory
record CertificateFiles(Path path, boolean isFolder) {
  /// Makes the directory, so that a wrong path is found before a card is written.
  static CertificateFiles at(Path path, int cards) throws IOException {
    boolean isFolder = cards > 1 || Files.isDirectory(path);
    Files.createDirectories(isFolder ? path : path.toAbsolutePath().getParent());
    return new CertificateFiles(path, isFolder);
  }

  void write(Certificate certificate) throws IOException {
    var name = certificate.image() + "." + certificate.card().medium().text() + ".json";
    Files.write(
        isFolder ? path.resolve(name.replaceAll("[^A-Za-z0-9._-]", "-")) : path,
        Json.bytes(CertificateJson.of(certificate)));
  }
}
