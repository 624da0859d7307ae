package org.cardshop.platform.storage;

import java.nio.charset.StandardCharsets;
import org.mindrot.jbcrypt.BCrypt;

/// Hashes passwords with BCrypt.
public final class Passwords {
  /// BCrypt looks at so many bytes and silently forgets the rest: longer ones are refused.
  public static final int MAX_BYTES = 72;

  /// About a fifth of a second a password.
  public static final int COST = 12;

  private final int cost;
  private final String nobodys;

  /// @param cost base-2 logarithm of the number of rounds, 4 to 30
  public Passwords(int cost) {
    this.cost = cost;
    this.nobodys = BCrypt.hashpw("nobody has this password", BCrypt.gensalt(cost));
  }

  public static boolean isTooLong(String password) {
    return password.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
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

  /// Takes as long as a check, so that unknown users are not told apart from wrong passwords.
  void spendTime(String password) {
    var _ = matches(password, nobodys);
  }
}
