package org.cardshop.creator.source;

import java.util.Optional;
import java.util.OptionalLong;

/// What a source said of its content before it was read.
///
/// @param size in bytes, when the source tells
/// @param version changes when the content does: an ETag, a date; absent when the source tells none
public record Found(OptionalLong size, Optional<String> version) {}
