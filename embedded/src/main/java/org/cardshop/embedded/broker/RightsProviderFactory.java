package org.cardshop.embedded.broker;

import java.util.Map;
import org.apache.qpid.server.model.AbstractConfiguredObjectTypeFactory;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ConfiguredObject;

/// Found by Qpid through `META-INF/services`.
public final class RightsProviderFactory
    extends AbstractConfiguredObjectTypeFactory<RightsProvider> {
  public RightsProviderFactory() {
    super(RightsProvider.class);
  }

  @Override
  protected RightsProvider createInstance(
      Map<String, Object> attributes, ConfiguredObject<?> parent) {
    return new RightsProvider(attributes, (Broker<?>) parent);
  }
}
