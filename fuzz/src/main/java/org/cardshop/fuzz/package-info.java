/// What is fed to the readers of whatever comes from outside. Each target takes any bytes, and
/// fails when its reader does anything but accept or refuse them, or does not give back what it
/// accepted.
@NullMarked
package org.cardshop.fuzz;

import org.jspecify.annotations.NullMarked;
