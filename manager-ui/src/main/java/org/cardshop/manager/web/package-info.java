/// How requests come in and pages go out: routes, sessions, forged posts, texts, templates.
@NullMarked
package org.cardshop.manager.web;

import org.jspecify.annotations.NullMarked;
