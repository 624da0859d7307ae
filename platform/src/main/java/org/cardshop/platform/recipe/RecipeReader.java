package org.cardshop.platform.recipe;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.cardshop.platform.recipe.Recipe.Base;
import org.cardshop.platform.recipe.Recipe.OciImage;
import org.cardshop.platform.recipe.RecipeFile.Origin;

/// Reads recipes, and says everything that is wrong with one at once.
public final class RecipeReader {
  private static final Pattern VERSION = Pattern.compile("[0-9]\\.[0-9]\\.[0-9][a-z0-9._-]*");
  private static final Pattern HEX = Pattern.compile("[0-9a-f]+");

  private final List<Problem> problems = new ArrayList<>();

  private RecipeReader() {}

  /// @param document a recipe as an order's `config` holds it
  public static Recipe read(ObjectNode document) throws RecipeException {
    var look = look(document);
    if (!look.problems().isEmpty()) {
      throw new RecipeException(look.problems());
    }
    return look.recipe();
  }

  /// What can be read of a recipe, right or wrong.
  ///
  /// @param recipe without what is wrong in it; not to be built when there are problems
  public record Look(Recipe recipe, List<Problem> problems) {
    public Look {
      problems = List.copyOf(problems);
    }
  }

  /// Reads as much as can be read, for who is still writing it.
  public static Look look(ObjectNode document) {
    return new RecipeReader().looked(document);
  }

  /// Reads YAML (1.1, as Offspot's tools write it) or JSON, which is YAML too.
  public static Recipe readYaml(byte[] yaml) throws RecipeException {
    return read(RecipeYaml.parse(yaml));
  }

  /// The same for a recipe in a file: `file:` URLs may be relative to the file's folder.
  ///
  /// @param folder URI of the folder, ends with a slash
  public static Recipe readYaml(byte[] yaml, URI folder) throws RecipeException {
    var document = RecipeYaml.parse(yaml);
    return read(resolved(document, folder)).writtenAs(document);
  }

  /// The document with relative `file:` URLs made absolute: what an order can carry elsewhere.
  ///
  /// @param folder URI of the folder that holds the recipe, ends with a slash
  public static ObjectNode resolved(ObjectNode document, URI folder) {
    var copy = document.deepCopy();
    if (copy.get("base") instanceof ObjectNode base) {
      resolve(base, "source", folder);
      resolveChecksum(base, folder);
    } else {
      resolve(copy, "base", folder);
    }
    for (var list : List.of("files", "oci_images")) {
      for (var item : copy.path(list)) {
        if (item instanceof ObjectNode object) {
          resolve(object, "url", folder);
          resolveChecksum(object, folder);
        }
      }
    }
    return copy;
  }

  private static void resolveChecksum(ObjectNode owner, URI folder) {
    if (owner.get("checksum") instanceof ObjectNode checksum
        && checksum.path("kind").asText().equals(Checksum.Kind.URL.wire())) {
      resolve(checksum, "value", folder);
    }
  }

  private static void resolve(ObjectNode object, String field, URI folder) {
    if (object.path(field).isTextual()) {
      object.put(field, SourceUrl.resolve(object.path(field).textValue(), folder));
    }
  }

  private Look looked(ObjectNode document) {
    var top =
        new Place("", document, problems)
            .onlyHas("base", "output", "files", "oci_images", "write_config", "offspot");
    var base = top.requiredChildOr("base", "source").map(this::base);
    var size = top.child("output").map(RecipeReader::size).orElseGet(OptionalLong::empty);
    var files = top.children("files").stream().flatMap(f -> file(f).stream()).toList();
    var oci =
        top.children("oci_images", "ident").stream().flatMap(i -> ociImage(i).stream()).toList();
    var writeConfig = top.flag("write_config");
    var offspot = top.child("offspot").map(Place::object);
    Targets.refuseClashes(files, writeConfig, problems);
    var found = base.orElse(new Base("", OptionalLong.empty(), Optional.empty()));
    return new Look(new Recipe(found, size, files, oci, writeConfig, offspot, document), problems);
  }

  private Base base(Place place) {
    place.onlyHas("source", "root_size", "rootfs_size", "checksum");
    var source = place.requiredText("source").map(RecipeReader::released);
    return new Base(
        url(place, "source", source).orElse(""),
        place.size(place.has("rootfs_size") ? "rootfs_size" : "root_size"),
        place.child("checksum").flatMap(this::checksum));
  }

  /// The version of a base that Offspot published, like `1.2.1`, stands for its URL.
  private static String released(String source) {
    return VERSION.matcher(source).matches()
        ? "https://drive.offspot.it/base/offspot-base-arm64-" + source + ".img"
        : source;
  }

  private static OptionalLong size(Place output) {
    output.onlyHas("size", "compress");
    output.flag("compress"); // every image is stored compressed
    return output.object().path("size").asText().equals("auto")
        ? OptionalLong.empty()
        : output.size("size");
  }

  private Optional<RecipeFile> file(Place place) {
    place.onlyHas("url", "content", "to", "via", "size", "checksum");
    var origin = origin(place);
    var via = via(place);
    var to =
        place
            .requiredText("to")
            .map(t -> t.replaceFirst("/+$", ""))
            .filter(t -> accepted(place, "to", Targets.problem(t, via)));
    var size = place.sizeOfContent("size");
    var checksum = place.child("checksum").flatMap(this::checksum);
    if (origin.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    int before = problems.size();
    requireFit(place, origin.get(), via);
    if (problems.size() > before) {
      return Optional.empty();
    }
    return Optional.of(
        new RecipeFile(
            place.path(), origin.get(), Targets.relative(to.get()), via, size, checksum));
  }

  private static void requireFit(Place place, Origin origin, Via via) {
    switch (origin) {
      case Origin.Text _ when via.isArchive() ->
          place.problem(
              "via", "an archive comes from a url; text under 'content' is direct or base64");
      case Origin.Text text -> {
        try {
          text.bytes(via);
        } catch (IllegalArgumentException e) {
          place.problem("content", "is not Base64: " + e.getMessage());
        }
      }
      case Origin.Url _ when via == Via.BASE64 ->
          place.problem("via", "base64 is for text under 'content'; what a url gives is direct");
      case Origin.Url _ -> {}
    }
  }

  /// `content` wins over `url`, as Offspot's tools have it.
  private Optional<Origin> origin(Place place) {
    if (place.has("content")) {
      return place.text("content").map(Origin.Text::new);
    }
    if (!place.has("url")) {
      place.problem("", "needs a 'url' or a 'content'");
      return Optional.empty();
    }
    return url(place, "url", place.text("url")).map(Origin.Url::new);
  }

  private static Via via(Place place) {
    var text = place.text("via").orElse("direct");
    return Via.fromWire(text)
        .orElseGet(() -> {
          place.problem(
              "via", "'" + text + "' is not one of direct, tar, gztar, bztar, xztar, zip, base64");
          return Via.DIRECT;
        });
  }

  private Optional<Checksum> checksum(Place place) {
    place.onlyHas("algo", "value", "kind");
    var algo = place.requiredText("algo");
    var value = place.requiredText("value").map(String::strip);
    var kindText = place.text("kind").orElse("digest");
    var kind = Checksum.Kind.fromWire(kindText);
    if (kind.isEmpty()) {
      place.problem("kind", "'" + kindText + "' is not one of digest, url");
    }
    var algorithm =
        algo.flatMap(a -> Checksum.Algorithm.fromWire(a.toLowerCase(Locale.ROOT).replace("-", "")));
    if (algo.isPresent() && algorithm.isEmpty()) {
      place.problem(
          "algo", "'" + algo.get() + "' is not one of md5, sha1, sha224, sha256, sha384, sha512");
    }
    if (algorithm.isEmpty() || value.isEmpty() || kind.isEmpty()) {
      return Optional.empty();
    }
    return switch (kind.get()) {
      case DIGEST -> digest(place, algorithm.get(), value.get().toLowerCase(Locale.ROOT));
      case URL ->
          url(place, "value", value).map(u -> new Checksum(algorithm.get(), Checksum.Kind.URL, u));
    };
  }

  private static Optional<Checksum> digest(Place place, Checksum.Algorithm algorithm, String hex) {
    if (hex.length() != algorithm.hexDigits() || !HEX.matcher(hex).matches()) {
      place.problem(
          "value",
          "a " + algorithm.wire() + " digest has " + algorithm.hexDigits() + " hex digits");
      return Optional.empty();
    }
    return Optional.of(new Checksum(algorithm, Checksum.Kind.DIGEST, hex));
  }

  private Optional<OciImage> ociImage(Place place) {
    // Offspot's tool that measures images prints `id`.
    place.onlyHas("ident", "id", "url", "filesize", "fullsize");
    var ident = place.requiredText(place.has("id") ? "id" : "ident");
    var url = url(place, "url", place.text("url"));
    var fileSize = place.size("filesize");
    var fullSize = place.size("fullsize");
    return ident.map(i -> new OciImage(place.path(), i, url, fileSize, fullSize));
  }

  private static Optional<String> url(Place place, String field, Optional<String> text) {
    return text.map(SourceUrl::escaped).filter(t -> accepted(place, field, SourceUrl.problem(t)));
  }

  private static boolean accepted(Place place, String field, Optional<String> problem) {
    problem.ifPresent(sentence -> place.problem(field, sentence));
    return problem.isEmpty();
  }
}
