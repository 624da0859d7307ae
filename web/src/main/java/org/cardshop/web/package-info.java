/// How the web servers of the product listen.
@NullMarked
package org.cardshop.web;

import org.jspecify.annotations.NullMarked;
