package org.cardshop.platform.storage;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// An image that is built again each month.
///
/// @param slug begins the names of its images, `<slug>_<year>-<month>`
/// @param config the recipe
/// @param channel whose creators build it
/// @param email who hears of it; may be empty
public record AutoImage(
    String id, String slug, ObjectNode config, String channel, String email, boolean active)
    implements Registry.Entry {}
