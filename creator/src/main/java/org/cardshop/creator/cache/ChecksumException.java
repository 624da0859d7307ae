package org.cardshop.creator.cache;

import java.io.IOException;
import org.cardshop.platform.recipe.Checksum;

/// A content is not the one that the recipe names.
public final class ChecksumException extends IOException {
  private static final long serialVersionUID = 1L;

  public ChecksumException(Checksum expected, String actual) {
    super(
        "the content's "
            + expected.algorithm().wire()
            + " is "
            + actual
            + ", not "
            + expected.value()
            + "; either the source changed or the recipe is wrong");
  }
}
