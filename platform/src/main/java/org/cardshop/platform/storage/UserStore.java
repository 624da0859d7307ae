package org.cardshop.platform.storage;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.client.model.Updates;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.cardshop.core.identity.Role;

/// The users. Password hashes stay in here.
public final class UserStore extends Registry<User> {
  private final Passwords passwords;

  public UserStore(Database database, Passwords passwords) {
    super(database.collection("users"), "username");
    this.passwords = passwords;
  }

  /// Answers false when the user name is taken.
  ///
  /// @param password at most [Passwords#MAX_BYTES] bytes
  public boolean insert(User user, String password) {
    return insert(user, new Document("password", passwords.hash(password)));
  }

  /// The active user with this name and password. It takes the same time whoever asks for whom.
  public Optional<User> login(String username, String password) {
    var d = documents.find(eq("username", username)).first();
    if (d == null || Passwords.isTooLong(password)) {
      passwords.spendTime(password);
      return Optional.empty();
    }
    var hash = d.getString("password");
    if (!passwords.matches(password, hash)) {
      return Optional.empty();
    }
    if (passwords.isCheap(hash)) {
      // Only while it is still this password.
      documents.updateOne(
          and(eq("_id", d.getObjectId("_id")), eq("password", hash)),
          Updates.set("password", passwords.hash(password)));
    }
    return Optional.of(read(d)).filter(User::active);
  }

  /// Whether nobody else could manage users.
  public boolean isLastManager(User user) {
    return user.role() == Role.MANAGER
        && page(Map.of("role", Role.MANAGER.wire(), "active", true), 0, 2).count() < 2;
  }

  /// From now on only what the user begins anew counts: whatever was begun before is to be ended.
  public void begunAnew(String id, Instant now) {
    documents.updateOne(eq("_id", new ObjectId(id)), Updates.set("begun_anew_at", Bson.date(now)));
  }

  /// Since when what an active user of this name begins counts; empty when there is none.
  public Optional<Instant> countsSince(String username) {
    return Optional.ofNullable(documents.find(eq("username", username)).first())
        .filter(d -> d.getBoolean("active"))
        .map(d -> d.containsKey("begun_anew_at") ? Bson.instant(d, "begun_anew_at") : Instant.MIN);
  }

  public void setPassword(String id, String password) {
    documents.updateOne(
        eq("_id", new ObjectId(id)), Updates.set("password", passwords.hash(password)));
  }

  @Override
  Document write(User user) {
    return new Document("username", user.username())
        .append("email", user.email())
        .append("role", user.role().wire())
        .append("channel", user.channel())
        .append("active", user.active());
  }

  @Override
  User read(Document d) {
    return new User(
        d.getObjectId("_id").toHexString(),
        d.getString("username"),
        d.getString("email"),
        Role.fromWire(d.getString("role")).orElseThrow(),
        d.getString("channel"),
        d.getBoolean("active"));
  }
}
