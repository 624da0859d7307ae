package org.cardshop.manager.image;

import org.cardshop.manager.web.Form;

/// Asks how long an image shall be kept.
public record KeepForm(StoredImage image, Form form) {}
