/// What is set up once: schedules, channels, media, users; and the audit.
@NullMarked
package org.cardshop.manager.setup;

import org.jspecify.annotations.NullMarked;
