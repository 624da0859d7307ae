package org.cardshop.creator.oci;

import java.util.Optional;
import java.util.regex.Pattern;

/// Name of a container image, by the grammar of the OCI distribution specification and with
/// Docker's defaults: `caddy` is `docker.io/library/caddy:latest`.
///
/// @param registry host, with a port if it is not the usual one
/// @param repository path on the registry
/// @param digest of one version, as in `sha256:…`
public record ImageName(String registry, String repository, String tag, Optional<String> digest) {
  private static final String HUB = "docker.io";
  private static final String OFFICIAL = "library/";
  private static final Pattern HOST =
      Pattern.compile("[A-Za-z0-9.-]+(:[0-9]+)?|\\[[0-9a-f:]+](:[0-9]+)?");
  private static final Pattern REPOSITORY =
      Pattern.compile("[a-z0-9]+([._-]+[a-z0-9]+)*(/[a-z0-9]+([._-]+[a-z0-9]+)*)*");
  private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");

  /// Empty when the text names no image.
  public static Optional<ImageName> parse(String text) {
    var digest = after(text, '@');
    var rest = digest.isEmpty() ? text : text.substring(0, text.indexOf('@'));
    int colon = rest.lastIndexOf(':');
    boolean isTagged = colon > rest.lastIndexOf('/');
    var tag = isTagged ? rest.substring(colon + 1) : "latest";
    var path = isTagged ? rest.substring(0, colon) : rest;
    int slash = path.indexOf('/');
    var first = slash < 0 ? "" : path.substring(0, slash);
    boolean isHost = first.contains(".") || first.contains(":") || first.equals("localhost");
    var registry = isHost && !first.equals("index.docker.io") ? first : HUB;
    var repository = isHost ? path.substring(slash + 1) : path;
    if (registry.equals(HUB) && !repository.contains("/")) {
      repository = OFFICIAL + repository;
    }
    boolean isName =
        HOST.matcher(registry).matches()
            && REPOSITORY.matcher(repository).matches()
            && TAG.matcher(tag).matches()
            && digest.map(d -> DIGEST.matcher(d).matches()).orElse(true);
    return isName
        ? Optional.of(new ImageName(registry, repository, tag, digest))
        : Optional.empty();
  }

  /// The name by which a container engine finds the image: `ghcr.io/offspot/kiwix-serve:3.7`.
  public String tagged() {
    var name = repository + ":" + tag;
    return !registry.equals(HUB)
        ? registry + "/" + name
        : name.startsWith(OFFICIAL) ? name.substring(OFFICIAL.length()) : name;
  }

  /// With its registry, even where it goes without saying.
  public String full() {
    return registry + "/" + repository + ":" + tag;
  }

  /// Name of the image's file on a card, where everything in `/data/images/*.tar` is loaded.
  public String fileName() {
    return full().replaceAll("[/:\\[\\]]", "_") + ".tar";
  }

  /// What the registry is asked for.
  String reference() {
    return digest.orElse(tag);
  }

  /// Where its registry answers. As with Docker, one on this machine is spoken to in plain HTTP.
  String address() {
    if (registry.equals(HUB)) {
      return "https://registry-1.docker.io";
    }
    boolean isHere = registry.matches("(localhost|127[.].*|\\[::1])(:[0-9]+)?");
    return (isHere ? "http://" : "https://") + registry;
  }

  private static Optional<String> after(String text, char mark) {
    int at = text.indexOf(mark);
    return at < 0 ? Optional.empty() : Optional.of(text.substring(at + 1));
  }
}
