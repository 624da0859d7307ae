package org.cardshop.embedded.broker;

import java.util.Map;
import org.apache.qpid.server.model.AbstractConfiguredObjectTypeFactory;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.model.Container;

/// Found by Qpid through `META-INF/services`.
public final class LoginProviderFactory extends AbstractConfiguredObjectTypeFactory<LoginProvider> {
  public LoginProviderFactory() {
    super(LoginProvider.class);
  }

  @Override
  protected LoginProvider createInstance(
      Map<String, Object> attributes, ConfiguredObject<?> parent) {
    return new LoginProvider(attributes, (Container<?>) parent);
  }
}
