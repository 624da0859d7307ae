package org.cardshop.writer.card;

import java.io.IOException;

/// The card in the place is not the one that was proved.
final class PulledException extends IOException {
  private static final long serialVersionUID = 1L;
}
