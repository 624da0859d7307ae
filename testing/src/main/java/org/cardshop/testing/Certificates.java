package org.cardshop.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Certificates of the tests' own, made by OpenSSL as an administrator would.
public final class Certificates {
  private Certificates() {}

  /// Makes `server.pem` and `server.key` in the folder, in place of those that are there: a P-256
  /// key and a certificate that it signed itself, good for 30 days.
  ///
  /// @param name the common name
  /// @param alternatives as OpenSSL writes them: `DNS:localhost,IP:127.0.0.1`
  public static void selfSigned(Path folder, String name, String alternatives) {
    run(
        List.of(
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "30",
            "-subj",
            "/CN=" + name,
            "-addext",
            "subjectAltName=" + alternatives,
            "-keyout",
            folder.resolve("server.key").toString(),
            "-out",
            folder.resolve("server.pem").toString()));
  }

  private static void run(List<String> command) {
    try {
      var openssl = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (openssl.waitFor() != 0) {
        throw new AssertionError(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("openssl is needed: apt-get install openssl", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
