package org.cardshop.manager.account;

import org.cardshop.manager.web.Kept;

/// The form at the door.
///
/// @param username as typed before
/// @param to where the person wanted to go
/// @param problem why they are still here; empty at first
/// @param kept what they had typed elsewhere, which goes along
public record SignIn(String username, String to, String problem, Kept kept) {}
