package org.cardshop.warehouse.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.TreeSet;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.tls.ServerKeys;

/// Where the server's key comes from: PEM files of an administrator, or a pair of its own.
public final class Identities {
  /// Guards nothing, the format demands one: the file's mode keeps the key secret.
  private static final String STORE_PASSWORD = "warehouse";

  private static final String TEN_YEARS = "3650";

  private Identities() {}

  /// An administrator's, which are read again when they change.
  public static Identity fromPem(Pem files) throws IOException {
    return Identity.of(ServerKeys.of(files));
  }

  /// A key and a self-signed certificate of the warehouse's own, made once. Clients trust
  /// `certificate.pem` beside it.
  ///
  /// @param folder where they are kept
  public static Identity selfSigned(Path folder) throws IOException {
    var file = folder.resolve("warehouse.p12");
    if (!Files.exists(file)) {
      make(folder, file);
    }
    try (var in = Files.newInputStream(file)) {
      var store = KeyStore.getInstance("PKCS12");
      store.load(in, STORE_PASSWORD.toCharArray());
      var certificate = store.getCertificate("warehouse");
      var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
      Files.writeString(
          folder.resolve("certificate.pem"),
          "-----BEGIN CERTIFICATE-----\n"
              + encoder.encodeToString(certificate.getEncoded())
              + "\n-----END CERTIFICATE-----\n");
      var key = (PrivateKey) store.getKey("warehouse", STORE_PASSWORD.toCharArray());
      return Identity.of(ServerKeys.of(Pem.storeOf(key, List.of(certificate))));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          "The warehouse's own key in " + file + " is damaged; delete it to have a new one made",
          e);
    }
  }

  private static void make(Path folder, Path file) throws IOException {
    Files.createDirectories(folder);
    var made = folder.resolve("making.p12");
    Files.deleteIfExists(made);
    var output = folder.resolve("keytool.log");
    var keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "warehouse",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=Cardshop warehouse",
                "-ext",
                "SAN=" + String.join(",", names()),
                "-validity",
                TEN_YEARS,
                "-storetype",
                "PKCS12",
                "-keystore",
                made.toString(),
                "-storepass",
                STORE_PASSWORD)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool made no key: " + Files.readString(output).strip());
      }
    } catch (InterruptedException e) {
      keytool.destroy();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while a key was made", e);
    }
    Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rw-------"));
    Files.move(made, file, StandardCopyOption.ATOMIC_MOVE);
    Files.deleteIfExists(output);
  }

  /// By which names clients may call this machine.
  private static List<String> names() throws SocketException {
    var names = new TreeSet<>(List.of("dns:localhost", "dns:warehouse"));
    for (var network : NetworkInterface.networkInterfaces().toList()) {
      network
          .inetAddresses()
          .map(InetAddress::getHostAddress)
          .filter(address -> !address.contains("%"))
          .forEach(address -> names.add("ip:" + address));
    }
    try {
      var host = InetAddress.getLocalHost().getHostName();
      if (host.matches("[A-Za-z][A-Za-z0-9.-]*")) {
        names.add("dns:" + host);
      }
    } catch (UnknownHostException _) {
      // Known by its addresses only.
    }
    return new ArrayList<>(names);
  }
}
