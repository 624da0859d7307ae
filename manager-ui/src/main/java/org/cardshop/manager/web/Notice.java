package org.cardshop.manager.web;

/// What came of what a person just did.
public record Notice(boolean isGood, String sentence) {}
