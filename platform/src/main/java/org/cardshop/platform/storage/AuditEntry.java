package org.cardshop.platform.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/// Somebody did something, or was refused it.
///
/// @param by their user name; empty when they are not known
/// @param from their address
/// @param what as in `PATCH /users/{id}`
/// @param object what it was done to, as in `/users/olga`
/// @param status how it ended, as a status of HTTP; 0 when that is not known
/// @param reason why it was refused; empty when it was not
/// @param before the thing as it was; without secrets and personal data, as `after`
public record AuditEntry(
    Instant at,
    String by,
    String from,
    String what,
    String object,
    int status,
    String reason,
    Optional<ObjectNode> before,
    Optional<ObjectNode> after) {}
