package org.cardshop.manager.recipe;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.cardshop.platform.recipe.RecipeSecrets;

/// What is wrong with fields that the recipe itself does not know: IEEE 802.11's and Offspot's
/// limits for wifi, and what the file of the account can hold.
public final class Checks {
  private static final int LONGEST_SSID = 32;
  private static final Pattern WPA = Pattern.compile("[ -~]{8,63}");

  private Checks() {}

  /// Keys of sentences, by field.
  public static Map<String, String> of(Typed typed) {
    var wrong = new LinkedHashMap<>(lossy(typed));
    var ssid = typed.text(RecipeForm.SSID);
    var passphrase = typed.text(RecipeForm.PASSPHRASE);
    boolean isOpen = !typed.all(RecipeForm.OPEN).isEmpty();
    if (ssid.getBytes(StandardCharsets.UTF_8).length > LONGEST_SSID) {
      wrong.put(RecipeForm.SSID, "recipe.wrong.ssid");
    }
    if (ssid.isEmpty() && !passphrase.isEmpty()) {
      wrong.put(RecipeForm.SSID, "recipe.wrong.no_ssid");
    }
    if (!passphrase.isEmpty() && isOpen) {
      wrong.put(RecipeForm.OPEN, "recipe.wrong.open_with_passphrase");
    } else if (!ssid.isEmpty() && passphrase.isEmpty() && !isOpen) {
      wrong.put(RecipeForm.PASSPHRASE, "recipe.wrong.no_passphrase");
    } else if (!passphrase.isEmpty()
        && !passphrase.equals(RecipeSecrets.MASK)
        && !WPA.matcher(passphrase).matches()) {
      wrong.put(RecipeForm.PASSPHRASE, "recipe.wrong.passphrase");
    }
    return wrong;
  }

  /// What the recipe cannot hold as it was typed: it would be lost when the form goes.
  public static Map<String, String> lossy(Typed typed) {
    var wrong = new LinkedHashMap<String, String>();
    for (var field : new String[] {ConfFile.Account.NAME, ConfFile.Account.SECRET}) {
      if (!ConfFile.Account.canHold(typed.text(field).strip())) {
        wrong.put(field, "recipe.wrong.account");
      }
    }
    return wrong;
  }
}
