package org.cardshop.manager.web;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.KDF;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.HKDFParameterSpec;

/// Texts that browsers keep for us and can neither read nor change: AES-256-GCM (NIST SP 800-38D)
/// under a random nonce. Every manager that has the same key opens them. Safe for many threads.
public final class Sealing {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int KEY_BYTES = 32;
  private static final Base64.Encoder TO_TEXT = Base64.getUrlEncoder().withoutPadding();

  private final SecureRandom random = new SecureRandom();
  private final SecretKey key;

  /// @param secret of any length; at least 128 bits of it random. Empty for a key that nobody else
  ///   has and that is gone with the process.
  public Sealing(Optional<String> secret) {
    key =
        key(secret.map(s -> s.getBytes(StandardCharsets.UTF_8)).orElseGet(() -> random(KEY_BYTES)));
  }

  /// @param purpose what it is for, and can be opened for
  String seal(String purpose, String text) {
    var nonce = random(NONCE_BYTES);
    try {
      var cipher = cipher(Cipher.ENCRYPT_MODE, purpose, nonce);
      var hidden = cipher.doFinal(text.getBytes(StandardCharsets.UTF_8));
      return TO_TEXT.encodeToString(
          ByteBuffer.allocate(nonce.length + hidden.length).put(nonce).put(hidden).array());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /// The text; empty when it was sealed for something else, with another key, or was changed.
  Optional<String> open(String purpose, String sealed) {
    try {
      var whole = Base64.getUrlDecoder().decode(sealed);
      if (whole.length < NONCE_BYTES) {
        return Optional.empty();
      }
      var cipher = cipher(Cipher.DECRYPT_MODE, purpose, Arrays.copyOf(whole, NONCE_BYTES));
      var text = cipher.doFinal(whole, NONCE_BYTES, whole.length - NONCE_BYTES);
      return Optional.of(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  byte[] random(int bytes) {
    var made = new byte[bytes];
    random.nextBytes(made);
    return made;
  }

  private Cipher cipher(int mode, String purpose, byte[] nonce) throws GeneralSecurityException {
    var cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /// RFC 5869.
  private static SecretKey key(byte[] secret) {
    try {
      var parameters =
          HKDFParameterSpec.ofExtract()
              .addIKM(secret)
              .thenExpand("cardshop cookies".getBytes(StandardCharsets.US_ASCII), KEY_BYTES);
      return KDF.getInstance("HKDF-SHA256").deriveKey("AES", parameters);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK 25 has HKDF with SHA-256", e);
    }
  }
}
