package org.cardshop.platform.warehouse;

import java.util.List;
import org.cardshop.core.image.Sha256;

/// How the warehouse received a manifest.
public sealed interface PutManifest {
  /// The image is there, whole and checked.
  record Published() implements PutManifest {}

  /// These chunks (the first thousand at least) are to be stored before the manifest is put again.
  record Missing(List<Sha256> chunks) implements PutManifest {
    public Missing {
      chunks = List.copyOf(chunks);
    }
  }

  /// The manifest or the ticket does not hold.
  record Refused(String sentence) implements PutManifest {}
}
