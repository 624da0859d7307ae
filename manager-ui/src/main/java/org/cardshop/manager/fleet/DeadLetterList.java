package org.cardshop.manager.fleet;

import java.util.List;
import org.cardshop.manager.web.Pages;

/// A page of messages that could not be handled.
///
/// @param beyond how many more come into sight when earlier ones go
public record DeadLetterList(List<DeadLetterView> letters, long beyond, Pages pages) {
  public DeadLetterList {
    letters = List.copyOf(letters);
  }
}
