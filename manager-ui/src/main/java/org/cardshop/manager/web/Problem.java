package org.cardshop.manager.web;

/// Why there is no page.
///
/// @param title what is the matter, in a few words
/// @param sentence what is wrong and what to do
public record Problem(String title, String sentence) {}
