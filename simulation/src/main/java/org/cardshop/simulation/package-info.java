/// The control plane of a factory in a made-up world: the real flows, monitors and beats on a
/// clock, a network and disks that obey one seed, while everything fails that can. The same seed
/// gives the same history, step by step.
@NullMarked
package org.cardshop.simulation;

import org.jspecify.annotations.NullMarked;
