package org.cardshop.manager.label;

import java.util.Optional;

/// The page at which cards are packed.
///
/// @param verdict of the last scan; empty before the first
/// @param card what people call the last one, or what was scanned
public record PackPage(Packing packing, Optional<Packing.Verdict> verdict, String card) {}
