package org.cardshop.allinone.log;

import ch.qos.logback.classic.pattern.MessageConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.cardshop.platform.runtime.Printable;

/// The message on one line: whatever it quotes begins no entry of its own.
public final class MessageLine extends MessageConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Printable.line(super.convert(event));
  }
}
