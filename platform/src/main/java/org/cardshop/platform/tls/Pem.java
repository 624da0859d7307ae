package org.cardshop.platform.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cardshop.platform.runtime.Settings;

/// Files of an administrator's certificate and its key.
///
/// @param certificate the server's own first, then the chain up to the root
/// @param key PKCS #8, not encrypted
public record Pem(Path certificate, Path key) {
  private static final Pattern PKCS8 =
      Pattern.compile("-----BEGIN PRIVATE KEY-----(.+?)-----END PRIVATE KEY-----", Pattern.DOTALL);

  /// Reads CARDSHOP_TLS_CERTIFICATE and CARDSHOP_TLS_KEY; empty when there is no certificate.
  public static Optional<Pem> from(Settings settings) {
    return settings
        .optionalPath("CARDSHOP_TLS_CERTIFICATE")
        .map(file -> new Pem(file, settings.path("CARDSHOP_TLS_KEY")));
  }

  /// When one of the files was changed last.
  ///
  /// @throws IOException when one is missing
  FileTime changed() throws IOException {
    var a = Files.getLastModifiedTime(certificate);
    var b = Files.getLastModifiedTime(key);
    return a.compareTo(b) > 0 ? a : b;
  }

  /// Both, as the one entry `server` of a store without a password.
  ///
  /// @throws IOException with a sentence when they do not make a pair
  public KeyStore store() throws IOException {
    try (var in = Files.newInputStream(certificate)) {
      var chain = CertificateFactory.getInstance("X.509").generateCertificates(in);
      return storeOf(privateKey(), List.copyOf(chain));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The certificate "
              + certificate
              + " and the key "
              + key
              + " do not make a pair that TLS can use: "
              + e.getMessage(),
          e);
    }
  }

  /// The same of what is at hand.
  public static KeyStore storeOf(PrivateKey key, List<? extends Certificate> chain)
      throws GeneralSecurityException, IOException {
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("server", key, new char[0], chain.toArray(Certificate[]::new));
    return store;
  }

  private PrivateKey privateKey() throws IOException, GeneralSecurityException {
    var pem = PKCS8.matcher(Files.readString(key));
    if (!pem.find()) {
      throw new GeneralSecurityException(
          "no PKCS #8 key (BEGIN PRIVATE KEY) in it; `openssl pkcs8 -topk8 -nodes` makes one");
    }
    var encoded = new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1).strip()));
    for (var algorithm : List.of("EC", "RSA", "Ed25519")) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
      } catch (InvalidKeySpecException _) {
        // Of another kind; the next one.
      }
    }
    throw new GeneralSecurityException("the key is none of EC, RSA and Ed25519");
  }
}
