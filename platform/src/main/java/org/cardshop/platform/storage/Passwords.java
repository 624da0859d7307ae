package org.cardshop.platform.storage;

import com.nulabinc.zxcvbn.Zxcvbn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.mindrot.jbcrypt.BCrypt;

/// Hashes passwords with BCrypt, and says which are too weak to be chosen.
public final class Passwords {
  /// BCrypt looks at so many bytes and silently forgets the rest: longer ones are refused.
  public static final int MAX_BYTES = 72;

  /// Characters of the shortest that may be chosen.
  public static final int SHORTEST = 12;

  /// About a fifth of a second a password.
  public static final int COST = 12;

  /// What BCrypt takes.
  public static final int LEAST_COST = 4;

  /// Half an hour a password.
  public static final int GREATEST_COST = 18;

  /// Of guesses, as a power of ten: such a password is among the most common, or nearly.
  private static final double EASY = 6;

  private static final Zxcvbn COMMON = new Zxcvbn();

  private static final Pattern HASH = Pattern.compile("\\$2[aby]?\\$(\\d\\d)\\$.*");

  private final int cost;
  private final String nobodys;

  /// @param cost base-2 logarithm of the number of rounds, [#LEAST_COST] to [#GREATEST_COST]
  public Passwords(int cost) {
    this.cost = cost;
    this.nobodys = BCrypt.hashpw("nobody has this password", BCrypt.gensalt(cost));
  }

  public static boolean isTooLong(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  /// Why nobody should choose this password; completes the sentence "It …".
  ///
  /// @param known what everybody knows of the user, like the name
  public static Optional<String> whyNotChoose(String password, List<String> known) {
    if (password.codePointCount(0, password.length()) < SHORTEST) {
      return Optional.of("must have at least " + SHORTEST + " characters.");
    }
    if (isTooLong(password)) {
      return Optional.of("must have at most " + MAX_BYTES + " bytes in UTF-8.");
    }
    return COMMON.measure(password, known).getGuessesLog10() < EASY
        ? Optional.of(
            "is among those that are guessed first; take some words that do not belong together.")
        : Optional.empty();
  }

  String hash(String password) {
    if (isTooLong(password)) {
      throw new IllegalArgumentException("a password has at most " + MAX_BYTES + " bytes in UTF-8");
    }
    return BCrypt.hashpw(password, BCrypt.gensalt(cost));
  }

  boolean matches(String password, String hash) {
    return !isTooLong(password) && BCrypt.checkpw(password, hash);
  }

  /// Whether the hash was made with less work than is asked for now.
  boolean isCheap(String hash) {
    var parts = HASH.matcher(hash);
    return parts.matches() && Integer.parseInt(parts.group(1)) < cost;
  }

  /// Takes as long as a check, so that unknown users are not told apart from wrong passwords.
  void spendTime(String password) {
    var _ = BCrypt.checkpw(isTooLong(password) ? "" : password, nobodys);
  }
}
