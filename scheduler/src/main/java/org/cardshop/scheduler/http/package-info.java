/// How requests come in and answers go out: routes, who may call them, forms, problems.
@NullMarked
package org.cardshop.scheduler.http;

import org.jspecify.annotations.NullMarked;
