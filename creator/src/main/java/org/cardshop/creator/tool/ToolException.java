package org.cardshop.creator.tool;

import java.io.IOException;

/// A program ended with a failure; the message holds what it said.
public final class ToolException extends IOException {
  private static final long serialVersionUID = 1L;

  public ToolException(String message) {
    super(message);
  }
}
