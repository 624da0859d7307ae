package org.cardshop.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.cardshop.warehouse.ftp.Place;

/// The names that clients of the warehouse send.
public final class FtpPathTarget {
  private static final Pattern PLAIN = Pattern.compile("(/[a-z0-9][a-z0-9._-]*)+|/");

  private FtpPathTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    var text = new String(input, StandardCharsets.UTF_8);
    for (var from : new Place.Folder[] {new Place.Root(), new Place.ImagesFolder()}) {
      var place = Place.resolve(from, text);
      if (!(place instanceof Place.Nowhere)) {
        if (!PLAIN.matcher(place.path()).matches()) {
          throw new AssertionError("not a plain name: " + place.path());
        }
        Check.same(place, Place.resolve(new Place.Root(), place.path()));
      }
    }
  }
}
