package org.cardshop.warehouse.door;

import java.util.concurrent.atomic.AtomicLong;
import org.cardshop.core.identity.Claims;
import org.cardshop.warehouse.store.Refusal;

/// Someone who came in.
///
/// @param token what they showed, to ask again with
/// @param moved bytes that their grant has moved so far, in all its sessions
public record Visitor(String username, String token, Claims claims, AtomicLong moved) {
  /// Counts bytes against the ticket's ceiling.
  ///
  /// @throws Refusal when they do not fit any more
  public void carry(int bytes) throws Refusal {
    var total = moved.addAndGet(bytes);
    if (claims instanceof Claims.Ticket ticket && total > ticket.bytes()) {
      throw new Refusal(
          552,
          "The ticket is for "
              + ticket.bytes()
              + " bytes and they are used up; ask the scheduler for a new one");
    }
  }

  /// Bytes that may still move.
  public long left() {
    return claims instanceof Claims.Ticket ticket ? Math.max(0, ticket.bytes() - moved.get()) : 0;
  }

  @Override
  public String toString() {
    return username;
  }
}
