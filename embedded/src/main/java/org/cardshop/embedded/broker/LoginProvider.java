package org.cardshop.embedded.broker;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.qpid.server.model.Container;
import org.apache.qpid.server.model.ManagedObject;
import org.apache.qpid.server.model.NamedAddressSpace;
import org.apache.qpid.server.security.auth.AuthenticationResult;
import org.apache.qpid.server.security.auth.AuthenticationResult.AuthenticationStatus;
import org.apache.qpid.server.security.auth.UsernamePrincipal;
import org.apache.qpid.server.security.auth.manager.AbstractAuthenticationManager;
import org.apache.qpid.server.security.auth.manager.UsernamePasswordAuthenticationProvider;
import org.apache.qpid.server.security.auth.sasl.SaslNegotiator;
import org.apache.qpid.server.security.auth.sasl.SaslSettings;
import org.apache.qpid.server.security.auth.sasl.plain.PlainNegotiator;
import org.jspecify.annotations.Nullable;

/// Lets Qpid ask a [BrokerLogin]. Qpid makes its parts itself, so the login is found by a key that
/// travels in the broker's context.
@ManagedObject(category = false, type = LoginProvider.TYPE, register = false)
public final class LoginProvider extends AbstractAuthenticationManager<LoginProvider>
    implements UsernamePasswordAuthenticationProvider<LoginProvider> {
  static final String TYPE = "CardshopLogin";
  static final String KEY = "cardshop.login";
  static final Map<String, BrokerLogin> LOGINS = new ConcurrentHashMap<>();

  private static final String MECHANISM = "PLAIN";

  LoginProvider(Map<String, Object> attributes, Container<?> container) {
    super(attributes, container);
  }

  @Override
  public List<String> getMechanisms() {
    return List.of(MECHANISM);
  }

  @Override
  public @Nullable SaslNegotiator createSaslNegotiator(
      String mechanism, SaslSettings settings, NamedAddressSpace addressSpace) {
    return MECHANISM.equals(mechanism) ? new PlainNegotiator(this) : null;
  }

  @Override
  public AuthenticationResult authenticate(String username, String password) {
    var login = LOGINS.get(getContextValue(String.class, KEY));
    return Optional.ofNullable(login)
        .flatMap(l -> l.login(username, password))
        .map(rights -> admitted(username, rights))
        .orElseGet(() -> new AuthenticationResult(AuthenticationStatus.ERROR));
  }

  private AuthenticationResult admitted(String username, Rights rights) {
    return new AuthenticationResult(
        new UsernamePrincipal(username, this), Set.of(new RightsPrincipal(username, rights)), null);
  }
}
