package org.cardshop.warehouse.publishing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Lock;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.platform.runtime.CrashPoint;
import org.cardshop.platform.wire.MalformedException;
import org.cardshop.platform.wire.ManifestJson;
import org.cardshop.warehouse.door.Doorkeeper;
import org.cardshop.warehouse.door.Rights;
import org.cardshop.warehouse.door.Visitor;
import org.cardshop.warehouse.store.Announcements;
import org.cardshop.warehouse.store.Chunks;
import org.cardshop.warehouse.store.Grant;
import org.cardshop.warehouse.store.ImageName;
import org.cardshop.warehouse.store.Images;
import org.cardshop.warehouse.store.Refusal;

/// Makes an image appear: its manifest is put on the shelf last, when everything it needs is there
/// and its builder still holds the task.
public final class Publishing {
  /// How a manifest was received.
  public sealed interface Outcome {
    record Done() implements Outcome {}

    /// Just this manifest was there already.
    record WasThere() implements Outcome {}

    record Missing(List<Sha256> chunks) implements Outcome {}
  }

  private final Chunks chunks;
  private final Images images;
  private final Announcements announcements;
  private final Doorkeeper doorkeeper;
  private final Lock publishing;

  public Publishing(
      Chunks chunks,
      Images images,
      Announcements announcements,
      Doorkeeper doorkeeper,
      Lock publishing) {
    this.chunks = chunks;
    this.images = images;
    this.announcements = announcements;
    this.doorkeeper = doorkeeper;
    this.publishing = publishing;
  }

  /// @throws Refusal when the manifest or the visitor's ticket does not hold
  public Outcome publish(Visitor visitor, ImageName name, byte[] json) throws IOException {
    var manifest = parse(name, json);
    var missing = missing(manifest.chunks());
    if (!missing.isEmpty()) {
      return new Outcome.Missing(missing);
    }
    var grant = currentGrant(visitor, name);
    CrashPoint.at("manifest.checked");
    publishing.lock();
    try {
      return publish(name, json, manifest, grant);
    } finally {
      publishing.unlock();
    }
  }

  /// Says what an image will be made of while its chunks still come. Nothing is checked but that it
  /// is a manifest: it counts only once it is published.
  ///
  /// @throws Refusal when the manifest or the visitor's ticket does not hold
  public void announce(Visitor visitor, ImageName name, byte[] json) throws IOException {
    parse(name, json);
    announcements.put(name, currentGrant(visitor, name), json);
    CrashPoint.at("announcement.kept");
  }

  private Outcome publish(ImageName name, byte[] json, Manifest manifest, Grant grant)
      throws IOException {
    // Once more, now that no chunk can be collected.
    var gone = new ArrayList<Sha256>();
    for (var chunk : manifest.chunks()) {
      if (!chunks.isThere(chunk)) {
        gone.add(chunk.sha256());
      }
    }
    if (!gone.isEmpty()) {
      return new Outcome.Missing(List.copyOf(gone));
    }
    if (images.holds(name, json)) {
      announcements.drop(name);
      return new Outcome.WasThere();
    }
    var earlier = images.grant(name);
    if (earlier.isPresent() && !grant.mayReplace(earlier.get())) {
      throw new Refusal(
          553, "Another manifest of " + name + " is published; only a newer grant may replace it");
    }
    images.publish(name, json, grant);
    announcements.drop(name);
    return new Outcome.Done();
  }

  private static Manifest parse(ImageName name, byte[] json) throws Refusal {
    try {
      var manifest = ManifestJson.read(json);
      if (!manifest.name().equals(name.image())) {
        throw new Refusal(
            550,
            "The manifest names the image "
                + manifest.name()
                + ", the file "
                + name.image()
                + "; they must agree");
      }
      return manifest;
    } catch (MalformedException e) {
      throw new Refusal(550, "This is no manifest: " + e.getMessage(), e);
    }
  }

  private List<Sha256> missing(List<Chunk> named) throws IOException {
    var missing = new ArrayList<Sha256>();
    for (var chunk : named) {
      if (chunks.verify(chunk).isEmpty()) {
        missing.add(chunk.sha256());
      }
    }
    return missing.stream().distinct().toList();
  }

  /// The login may be hours old; the task may have been granted to someone else since.
  private Grant currentGrant(Visitor visitor, ImageName name) throws Refusal {
    var claims = doorkeeper.admit(visitor.username(), visitor.token());
    var why = Rights.whyNotPublish(claims, name);
    return switch (claims) {
      case Claims.Ticket ticket when why.isEmpty() -> Grant.of(ticket);
      case Claims _ -> throw new Refusal(550, why.orElse("Publishing needs an upload ticket"));
    };
  }
}
