package org.cardshop.allinone;

import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives tests the factory, one for all of them, at rest. When a test fails the ends of its logs
/// are shown.
final class FactoryExtension implements ParameterResolver, AfterEachCallback {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Factory.class;
  }

  @Override
  public Factory resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return store(context).computeIfAbsent(Factory.class, _ -> started(), Factory.class);
  }

  @Override
  public void afterEach(ExtensionContext context) throws Exception {
    var factory = store(context).get(Factory.class, Factory.class);
    if (factory != null) {
      context.getExecutionException().ifPresent(e -> e.addSuppressed(factory.said()));
      factory.rest();
    }
  }

  private static ExtensionContext.Store store(ExtensionContext context) {
    // Of all classes that one JVM runs: Surefire starts JUnit anew for each class.
    return context.getStore(StoreScope.LAUNCHER_SESSION, Namespace.create(Factory.class));
  }

  private static Factory started() {
    try {
      return new Factory();
    } catch (Exception e) {
      throw new IllegalStateException("the factory cannot be started", e);
    }
  }
}
