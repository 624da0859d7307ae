package org.cardshop.platform.storage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.cardshop.platform.recipe.RecipeSecrets;
import org.cardshop.platform.wire.Json;

/// Keeps short texts so that only who has the key reads them: AES-256-GCM (NIST SP 800-38D). The
/// nonce is made of the text and of what it belongs to, so that the same gives the same, and a
/// document that was not changed is not written anew.
final class Seal {
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int MARK_BYTES = 4;
  private static final String HMAC = "HmacSHA256";

  private final SecretKeySpec encryption;
  private final SecretKeySpec nonces;
  private final String mark;

  /// @param key of any length; at least 128 bits of it random
  Seal(byte[] key) {
    encryption = new SecretKeySpec(derived(key, "encryption"), "AES");
    nonces = new SecretKeySpec(derived(key, "nonces"), HMAC);
    mark =
        RecipeSecrets.SEALED
            + HexFormat.of().formatHex(Arrays.copyOf(derived(key, "mark"), MARK_BYTES))
            + ":";
  }

  /// A value as a sealed text; one that is sealed already as it is.
  JsonNode seal(JsonNode value, String owner) {
    return value.isTextual() && value.textValue().startsWith(RecipeSecrets.SEALED)
        ? value
        : TextNode.valueOf(seal(Json.text(value), owner));
  }

  /// The value that was sealed; what was never sealed, or with another key, as it is.
  JsonNode open(JsonNode sealed, String owner) {
    return sealed.isTextual() && sealed.textValue().startsWith(mark)
        ? Json.parse(open(sealed.textValue(), owner))
        : sealed;
  }

  /// @param owner what it belongs to, and can be opened with
  String seal(String text, String owner) {
    var nonce =
        Arrays.copyOf(
            hmac(nonces, (owner + "\n" + text).getBytes(StandardCharsets.UTF_8)), NONCE_BYTES);
    var hidden = gcm(Cipher.ENCRYPT_MODE, nonce, owner, text.getBytes(StandardCharsets.UTF_8));
    var whole = ByteBuffer.allocate(NONCE_BYTES + hidden.length).put(nonce).put(hidden).array();
    return mark + Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  /// The text that was sealed; what was never sealed, or with another key, as it is.
  ///
  /// @throws IllegalStateException when it was changed, or belongs to something else
  String open(String sealed, String owner) {
    if (!sealed.startsWith(mark)) {
      return sealed;
    }
    var whole = Base64.getUrlDecoder().decode(sealed.substring(mark.length()));
    var nonce = Arrays.copyOf(whole, NONCE_BYTES);
    var hidden = Arrays.copyOfRange(whole, NONCE_BYTES, whole.length);
    return new String(gcm(Cipher.DECRYPT_MODE, nonce, owner, hidden), StandardCharsets.UTF_8);
  }

  private byte[] gcm(int mode, byte[] nonce, String owner, byte[] text) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, encryption, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("a secret in the database was changed", e);
    }
  }

  private static byte[] derived(byte[] key, String purpose) {
    return hmac(new SecretKeySpec(key, HMAC), purpose.getBytes(StandardCharsets.US_ASCII));
  }

  private static byte[] hmac(SecretKeySpec key, byte[] text) {
    try {
      var mac = Mac.getInstance(HMAC);
      mac.init(key);
      return mac.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
    }
  }
}
