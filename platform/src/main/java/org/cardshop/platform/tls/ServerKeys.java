package org.cardshop.platform.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Shows a key and its certificates, read again when their files change: a certificate is renewed
/// without a restart. While the new files are no pair yet the old ones go on. Safe for many
/// threads.
public final class ServerKeys extends X509ExtendedKeyManager {
  private static final Logger LOG = LoggerFactory.getLogger(ServerKeys.class);

  private record Loaded(FileTime changed, X509ExtendedKeyManager keys) {}

  private final Optional<Pem> files;
  private volatile Loaded loaded;

  private ServerKeys(Optional<Pem> files, Loaded loaded) {
    this.files = files;
    this.loaded = loaded;
  }

  /// @throws IOException with a sentence when the files do not make a pair
  public static ServerKeys of(Pem files) throws IOException {
    return new ServerKeys(Optional.of(files), load(files));
  }

  /// Keys that never change.
  public static ServerKeys of(KeyStore store) throws IOException {
    return new ServerKeys(Optional.empty(), new Loaded(FileTime.fromMillis(0), manager(store)));
  }

  /// For any server socket.
  public SSLContext context() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {this}, null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /// The keys as they are now. Asked at the begin of each handshake.
  private X509ExtendedKeyManager newest() {
    var known = loaded;
    if (files.isEmpty()) {
      return known.keys();
    }
    try {
      if (!files.get().changed().equals(known.changed())) {
        loaded = load(files.get());
        LOG.info("{} was read again", files.get().certificate());
      }
    } catch (IOException e) {
      LOG.warn("The certificate as it was is shown on: {}", e.getMessage());
    }
    return loaded.keys();
  }

  private static Loaded load(Pem files) throws IOException {
    return new Loaded(files.changed(), manager(files.store()));
  }

  private static X509ExtendedKeyManager manager(KeyStore store) throws IOException {
    try {
      var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      factory.init(store, new char[0]);
      return (X509ExtendedKeyManager) factory.getKeyManagers()[0];
    } catch (GeneralSecurityException e) {
      throw new IOException("the key cannot be used: " + e.getMessage(), e);
    }
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
    return newest().chooseEngineServerAlias(type, issuers, engine);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String type, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return newest().chooseServerAlias(type, issuers, socket);
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    return loaded.keys().getCertificateChain(alias);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    return loaded.keys().getPrivateKey(alias);
  }

  @Override
  public String @Nullable [] getServerAliases(String type, Principal @Nullable [] issuers) {
    return loaded.keys().getServerAliases(type, issuers);
  }

  @Override
  public String @Nullable [] getClientAliases(String type, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] types, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
