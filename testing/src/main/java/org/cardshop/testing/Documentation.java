package org.cardshop.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Pages of the documentation that are made from the code.
public final class Documentation {
  private Documentation() {}

  /// Compares with the documentation, or writes it with `-Dgolden.update=true`.
  ///
  /// @param file as in `task-flow.md`
  /// @throws AssertionError when it says something else
  public static void require(String file, String actual) throws IOException {
    var documented = Path.of(System.getProperty("cardshop.root"), "docs", file);
    if (Boolean.getBoolean("golden.update")) {
      Files.createDirectories(documented.resolveSibling("."));
      Files.writeString(documented, actual);
    }
    if (!Files.exists(documented) || !Files.readString(documented).equals(actual)) {
      throw new AssertionError(
          "docs/"
              + file
              + " is not what the code does; -Dgolden.update=true writes it anew. It should be:\n"
              + actual);
    }
  }
}
