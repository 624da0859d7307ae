package org.cardshop.embedded.broker;

import java.util.Collection;
import java.util.Set;
import org.apache.qpid.server.model.ConfiguredObject;
import org.apache.qpid.server.plugin.ConfiguredObjectRegistration;

/// Found by Qpid through `META-INF/services`: makes [LoginProvider] and [RightsProvider] types that
/// its configuration may name.
public final class ProviderRegistration implements ConfiguredObjectRegistration {
  @Override
  public String getType() {
    return ProviderRegistration.class.getPackageName();
  }

  @Override
  @SuppressWarnings("rawtypes") // as Qpid declares it
  public Collection<Class<? extends ConfiguredObject>> getConfiguredObjectClasses() {
    return Set.of(LoginProvider.class, RightsProvider.class);
  }
}
