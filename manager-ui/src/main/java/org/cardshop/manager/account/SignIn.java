package org.cardshop.manager.account;

/// The form at the door.
///
/// @param username as typed before
/// @param to where the person wanted to go
/// @param problem why they are still here; empty at first
public record SignIn(String username, String to, String problem) {}
