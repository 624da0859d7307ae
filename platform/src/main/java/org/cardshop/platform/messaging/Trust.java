package org.cardshop.platform.messaging;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.cardshop.platform.runtime.WrongUsageException;
import org.jspecify.annotations.Nullable;

/// Whom to believe over TLS: the authorities of the system, and those of a PEM file.
final class Trust {
  private Trust() {}

  static SSLContext context(Optional<Path> pem) {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, pem.isEmpty() ? null : with(pem.get()).getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new WrongUsageException(
          "The trusted certificates cannot be used"
              + pem.map(p -> " (" + p + ")").orElse("")
              + ": "
              + e.getMessage());
    }
  }

  private static TrustManagerFactory with(Path pem) throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int count = 0;
    for (var manager : managers(null).getTrustManagers()) {
      if (manager instanceof X509TrustManager system) {
        for (var authority : system.getAcceptedIssuers()) {
          store.setCertificateEntry("trusted-" + count++, authority);
        }
      }
    }
    try (var in = Files.newInputStream(pem)) {
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + count++, certificate);
      }
    }
    return managers(store);
  }

  /// Without a store those of the system.
  private static TrustManagerFactory managers(@Nullable KeyStore store)
      throws GeneralSecurityException {
    var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(store);
    return managers;
  }
}
