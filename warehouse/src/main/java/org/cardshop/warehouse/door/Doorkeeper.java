package org.cardshop.warehouse.door;

import org.cardshop.core.identity.Claims;
import org.cardshop.warehouse.store.Refusal;

/// Knows whose a token is, and whether it still holds.
public interface Doorkeeper {
  /// @throws Refusal 530 when the token is not this user's or void, 421 when nobody can say
  Claims admit(String username, String token) throws Refusal;
}
