package org.cardshop.platform.storage;

import java.net.URI;

/// Where images are stored.
///
/// @param slug names it on the wire
/// @param uploadUri where creators upload to, as they reach it
/// @param downloadUri where writers fetch from, as they reach it
public record Warehouse(String id, String slug, String name, URI uploadUri, URI downloadUri)
    implements Registry.Entry {}
