package org.cardshop.platform.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What an image is made of: a base system, contents and settings. Made by [RecipeReader] only, so
/// that every recipe has passed the rules.
///
/// @param base the system that boots
/// @param size of the image in bytes; empty for `auto`, as large as the contents need
/// @param files contents of the data partition, in the recipe's order
/// @param ociImages container images of the data partition
/// @param writeConfig whether the data partition gets [#configuration()] as `conf/image.yaml`
/// @param offspot settings of the running system, which the boot partition gets as `offspot.yaml`
/// @param document the recipe as it was written
public record Recipe(
    Base base,
    OptionalLong size,
    List<RecipeFile> files,
    List<OciImage> ociImages,
    boolean writeConfig,
    Optional<ObjectNode> offspot,
    ObjectNode document) {
  public Recipe {
    files = List.copyOf(files);
    ociImages = List.copyOf(ociImages);
  }

  /// @param source URL of an image: `.img`, or that compressed as `.xz`, `.gz`, `.zst`
  /// @param rootSize bytes that the root partition must have
  /// @param checksum of the file at that URL
  public record Base(String source, OptionalLong rootSize, Optional<Checksum> checksum) {}

  /// @param path of the entry in the recipe, as in `oci_images[2]`
  /// @param ident name of the container image with its tag
  /// @param url of the image exported as a tar file
  /// @param fileSize bytes of that file
  /// @param fullSize bytes that the image takes once unpacked
  public record OciImage(
      String path,
      String ident,
      Optional<String> url,
      OptionalLong fileSize,
      OptionalLong fullSize) {}

  /// The recipe itself, as YAML for whoever has the card: the logins of its sources are not for
  /// them.
  public byte[] configuration() {
    return RecipeYaml.write(RecipeSecrets.withoutLogins(document));
  }

  /// The same recipe with the document that a person wrote, before relative URLs were resolved.
  Recipe writtenAs(ObjectNode original) {
    return new Recipe(base, size, files, ociImages, writeConfig, offspot, original);
  }
}
