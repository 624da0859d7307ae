package org.cardshop.fuzz;

import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.ManifestJson;

/// The manifests that creators store and writers trust.
public final class ManifestTarget {
  private ManifestTarget() {}

  public static void fuzzerTestOneInput(byte[] input) {
    try {
      var manifest = ManifestJson.read(input);
      Check.same(manifest, ManifestJson.read(ManifestJson.write(manifest)));
    } catch (MalformedException e) {
      Check.saysWhy(e);
    }
  }
}
