package org.cardshop.allinone;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.platform.wire.Json;

/// A secret in one of the forms that it may be written in.
///
/// @param secret its name, by which a find is told
/// @param form `as it is`, `base64` and the like
/// @param shown the secret in that form
record Needle(String secret, String form, String shown) {
  /// Any shorter turns up by chance.
  static final int SHORTEST = 8;

  private static final byte[] BEFORE = {'?', '?'};

  /// All forms of the secret.
  static List<Needle> of(String secret, String text) {
    if (text.length() < 2 * SHORTEST) {
      throw new IllegalArgumentException("too short to be looked for: " + secret);
    }
    var forms = new LinkedHashMap<String, String>();
    var raw = text.getBytes(StandardCharsets.UTF_8);
    put(forms, text, "as it is");
    put(forms, URLEncoder.encode(text, StandardCharsets.UTF_8), "URL-encoded");
    put(forms, Json.text(Json.object().textNode(text)).replaceAll("^\"|\"$", ""), "JSON");
    put(forms, HexFormat.of().formatHex(raw), "hex");
    put(forms, HexFormat.of().withUpperCase().formatHex(raw), "HEX");
    for (int shift = 0; shift < 3; shift++) {
      put(forms, inner(Base64.getEncoder(), raw, shift), "base64");
      put(forms, inner(Base64.getUrlEncoder(), raw, shift), "base64url");
    }
    var needles = new ArrayList<Needle>();
    forms.forEach((shown, form) -> needles.add(new Needle(secret, form, shown)));
    return needles;
  }

  byte[] bytes() {
    return shown.getBytes(StandardCharsets.UTF_8);
  }

  private static void put(Map<String, String> forms, String shown, String form) {
    forms.putIfAbsent(shown, form);
  }

  /// The part of the encoding that is the same whatever stands before and behind the text.
  private static String inner(Base64.Encoder encoder, byte[] raw, int shift) {
    var shifted = Arrays.copyOf(BEFORE, shift + raw.length);
    System.arraycopy(raw, 0, shifted, shift, raw.length);
    var encoded = encoder.withoutPadding().encodeToString(shifted);
    int from = shift == 0 ? 0 : shift + 1;
    int to = shifted.length / 3 * 4;
    return encoded.substring(from, to);
  }
}
