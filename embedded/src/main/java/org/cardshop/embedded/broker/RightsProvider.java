package org.cardshop.embedded.broker;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.qpid.server.model.AccessControlProvider;
import org.apache.qpid.server.model.Broker;
import org.apache.qpid.server.model.ManagedObject;
import org.apache.qpid.server.model.State;
import org.apache.qpid.server.model.StateTransition;
import org.apache.qpid.server.security.AccessControl;
import org.apache.qpid.server.security.access.AbstractAccessControlProvider;

/// Has Qpid go by the [Rights] that somebody got when they logged in.
@ManagedObject(category = false, type = RightsProvider.TYPE, register = false)
public final class RightsProvider
    extends AbstractAccessControlProvider<RightsProvider, AccessControlProvider<?>, Broker<?>>
    implements AccessControlProvider<RightsProvider> {
  static final String TYPE = "CardshopRights";

  private final RightsControl control = new RightsControl();

  RightsProvider(Map<String, Object> attributes, Broker<?> broker) {
    super(attributes, broker);
  }

  @Override
  public AccessControl<?> getController() {
    return control;
  }

  @StateTransition(
      currentState = {State.UNINITIALIZED, State.QUIESCED, State.ERRORED},
      desiredState = State.ACTIVE)
  @SuppressWarnings("unused") // called by Qpid
  private CompletableFuture<Void> activate() {
    setState(State.ACTIVE);
    return CompletableFuture.completedFuture(null);
  }
}
