package org.cardshop.platform.warehouse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.cardshop.platform.runtime.Settings;
import org.jspecify.annotations.Nullable;

/// Which certificates the client believes. The warehouse must also bear the name by which it is
/// called.
public sealed interface Trust {
  /// Those that the Java platform knows.
  record Platform() implements Trust {}

  /// Those in a PEM file, such as the warehouse's own `tls/certificate.pem`.
  record Pem(Path file) implements Trust {}

  /// Reads CARDSHOP_TRUST: a PEM file, or what the Java platform knows.
  static Trust from(Settings settings) {
    return settings.optionalPath("CARDSHOP_TRUST").<Trust>map(Pem::new).orElseGet(Platform::new);
  }

  /// @throws IOException with a sentence when the file cannot be used
  default TrustManager manager() throws IOException {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(
          switch (this) {
            case Platform _ -> (@Nullable KeyStore) null;
            case Pem(var file) -> store(file);
          });
      return factory.getTrustManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The certificates to trust (" + this + ") cannot be used: " + e.getMessage(), e);
    }
  }

  /// For connections of any kind.
  ///
  /// @throws UncheckedIOException with a sentence when the file cannot be used
  default SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {manager()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    } catch (IOException e) {
      throw new UncheckedIOException(String.valueOf(e.getMessage()), e);
    }
  }

  private static KeyStore store(Path file) throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    try (var in = Files.newInputStream(file)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + store.size(), certificate);
      }
    }
    return store;
  }
}
