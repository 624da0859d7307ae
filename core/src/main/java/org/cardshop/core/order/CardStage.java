package org.cardshop.core.order;

/// How far one card of an order has come. Only forward, so that a late message changes nothing.
public enum CardStage {
  WAITING,
  DOWNLOADING,
  WRITING,
  GOOD,
  FAILED_TO_DOWNLOAD,
  FAILED;

  public boolean isOpen() {
    return switch (this) {
      case WAITING, DOWNLOADING, WRITING -> true;
      case GOOD, FAILED_TO_DOWNLOAD, FAILED -> false;
    };
  }
}
