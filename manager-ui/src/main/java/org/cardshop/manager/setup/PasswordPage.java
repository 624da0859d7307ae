package org.cardshop.manager.setup;

import org.cardshop.manager.web.Form;

/// Asks for a new password for somebody else.
public record PasswordPage(Entry user, Form form) {}
