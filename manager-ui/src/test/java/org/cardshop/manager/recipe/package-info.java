/// Recipes as people fill them in: as a form, from a catalogue, with the room that they take.
@NullMarked
package org.cardshop.manager.recipe;

import org.jspecify.annotations.NullMarked;
