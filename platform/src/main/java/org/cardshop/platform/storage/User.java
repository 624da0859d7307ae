package org.cardshop.platform.storage;

import org.cardshop.core.identity.Role;

/// Someone who may log in: a person, or a machine. Without the password.
///
/// @param username unique; a worker's is also its name
/// @param email may be empty
/// @param channel whose work a worker does; may be empty for a person
/// @param active whether they may log in
public record User(
    String id, String username, String email, Role role, String channel, boolean active)
    implements Registry.Entry {}
