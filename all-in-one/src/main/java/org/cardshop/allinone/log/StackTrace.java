package org.cardshop.allinone.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import java.util.Optional;
import org.cardshop.platform.runtime.Printable;
import org.jspecify.annotations.Nullable;

/// A stack trace in which each failure's message is on one line.
public final class StackTrace extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy failure) {
    return super.throwableProxyToString(new Shown(failure));
  }

  private record Shown(IThrowableProxy failure) implements IThrowableProxy {
    @Override
    public @Nullable String getMessage() {
      return line(failure.getMessage());
    }

    @Override
    public @Nullable String getOverridingMessage() {
      return line(failure.getOverridingMessage());
    }

    @Override
    public String getClassName() {
      return failure.getClassName();
    }

    @Override
    public StackTraceElementProxy[] getStackTraceElementProxyArray() {
      return failure.getStackTraceElementProxyArray();
    }

    @Override
    public int getCommonFrames() {
      return failure.getCommonFrames();
    }

    @Override
    public @Nullable IThrowableProxy getCause() {
      return Optional.ofNullable(failure.getCause()).map(Shown::new).orElse(null);
    }

    @Override
    public IThrowableProxy[] getSuppressed() {
      return Arrays.stream(failure.getSuppressed()).map(Shown::new).toArray(Shown[]::new);
    }

    @Override
    public boolean isCyclic() {
      return failure.isCyclic();
    }

    private static @Nullable String line(@Nullable String message) {
      return message == null ? null : Printable.line(message);
    }
  }
}
