package org.cardshop.scheduler;

import java.util.Map;
import java.util.Optional;
import org.cardshop.core.identity.Role;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.storage.Channel;
import org.cardshop.platform.storage.ChannelStore;
import org.cardshop.platform.storage.Ids;
import org.cardshop.platform.storage.User;
import org.cardshop.platform.storage.UserStore;
import org.cardshop.scheduler.worker.Furnishing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Fills an empty database with what nobody could make without it: the first user and the first
/// channel. Does nothing later.
final class FirstStart {
  private static final Logger LOG = LoggerFactory.getLogger(FirstStart.class);

  static final String ADMIN = "admin";
  static final String CHANNEL = "cardshop";

  private FirstStart() {}

  static void see(
      UserStore users, ChannelStore channels, Furnishing furnishing, Optional<String> password) {
    // Whoever deleted admin has another manager, and wants no admin back.
    if (users.page(Map.of(), 0, 1).count() == 0) {
      var first =
          password.orElseThrow(() ->
              new WrongUsageException(
                  "There is no user yet: set CARDSHOP_ADMIN_PASSWORD to the password that the"
                      + " first one, admin, shall have."));
      users.insert(new User(Ids.next(), ADMIN, "", Role.MANAGER, CHANNEL, true), first);
      LOG.info("made the first user, {}", ADMIN);
    }
    if (channels.page(Map.of(), 0, 1).count() == 0) {
      channels.insert(new Channel(Ids.next(), CHANNEL, "Cardshop", "", true));
      furnishing.channel(CHANNEL);
    }
  }
}
