package org.cardshop.creator.contents;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.cardshop.creator.cache.ChecksumException;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.cache.Wanted;
import org.cardshop.creator.oci.ImageName;
import org.cardshop.creator.oci.RemoteImage;
import org.cardshop.creator.source.Source;
import org.cardshop.layout.size.ContentSizes;
import org.cardshop.platform.recipe.Checksum;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeFile;
import org.cardshop.platform.recipe.RecipeFile.Origin;

/// What every source of a recipe says of its content, all asked at once.
///
/// @param sightings by path in the recipe: `base`, `files[2]`, `oci_images[0]`; of those that were
///   found, in the recipe's order
public record Survey(Map<String, Sighting> sightings) implements ContentSizes.Known {
  /// The base's key.
  public static final String BASE = "base";

  /// Requests to sources at once: enough to hide their delays, few enough to be polite.
  private static final int AT_ONCE = 8;

  public Survey {
    sightings = Map.copyOf(sightings);
  }

  /// One source's answer.
  private record Answer(Optional<Sighting> sighting, List<Problem> problems) {}

  /// Asks. Contents on this machine that have a checksum are hashed right away.
  ///
  /// @param problems where it is noted what is not found or not what it should be
  public static Survey of(Recipe recipe, ContentCache cache, List<Problem> problems)
      throws InterruptedException {
    var sightings = new LinkedHashMap<String, Sighting>();
    try (var askers = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory())) {
      try {
        var answers = new LinkedHashMap<String, Future<Answer>>();
        questions(recipe, cache).forEach((path, ask) -> answers.put(path, askers.submit(ask)));
        for (var answer : answers.entrySet()) {
          var answered = answer.getValue().get();
          problems.addAll(answered.problems());
          answered.sighting().ifPresent(seen -> sightings.put(answer.getKey(), seen));
        }
      } catch (ExecutionException e) {
        throw new IllegalStateException("asking the sources failed", e.getCause());
      } finally {
        askers.shutdownNow();
      }
    }
    return new Survey(sightings);
  }

  public Optional<Sighting> of(String path) {
    return Optional.ofNullable(sightings.get(path));
  }

  private static Map<String, Callable<Answer>> questions(Recipe recipe, ContentCache cache) {
    var questions = new LinkedHashMap<String, Callable<Answer>>();
    var base = recipe.base();
    questions.put(BASE, () -> atUrl(BASE, "source", base.source(), base.checksum(), cache));
    for (var file : recipe.files()) {
      if (file.origin() instanceof Origin.Url(var url)) {
        questions.put(
            file.path(), () -> sized(file, atUrl(file.path(), "url", url, file.checksum(), cache)));
      }
    }
    for (var image : recipe.ociImages()) {
      questions.put(image.path(), () -> image(image, cache));
    }
    return questions;
  }

  private static Answer atUrl(
      String path, String field, String url, Optional<Checksum> checksum, ContentCache cache)
      throws InterruptedException {
    var problems = new ArrayList<Problem>();
    var digest = Optional.<Checksum>empty();
    if (checksum.isPresent()) {
      try {
        digest =
            Optional.of(
                checksum.get().kind() == Checksum.Kind.DIGEST
                    ? checksum.get()
                    : DigestFile.resolve(checksum.get(), url, cache.reach()));
      } catch (IOException e) {
        problems.add(new Problem(path + ".checksum.value", "cannot be used: " + sentence(e)));
      }
    }
    try {
      var current = cache.current(new Wanted(url, digest));
      var found = current.isPresent() ? current.get() : Source.at(url, cache.reach()).find();
      var seen = new Sighting.AtUrl(url, found, digest);
      if (seen.isLocal() && digest.isPresent()) {
        var _ = cache.checked(FileContent.inPlace(Path.of(URI.create(url))), digest.get());
      }
      return new Answer(Optional.of(seen), problems);
    } catch (ChecksumException e) {
      problems.add(new Problem(path + ".checksum", sentence(e)));
    } catch (IOException e) {
      problems.add(new Problem(path + "." + field, "cannot be reached: " + sentence(e)));
    }
    return new Answer(Optional.empty(), problems);
  }

  private static Answer sized(RecipeFile file, Answer answer) {
    if (answer.sighting().isEmpty()) {
      return answer;
    }
    var told = answer.sighting().get().size();
    var problems = new ArrayList<>(answer.problems());
    var field = file.path() + ".size";
    if (file.via().isArchive()) {
      return answer;
    }
    if (told.isEmpty() && file.size().isEmpty()) {
      problems.add(new Problem(field, "the server does not tell the size; give it in the recipe"));
    } else if (told.isPresent() && !file.size().equals(told) && file.size().isPresent()) {
      problems.add(
          new Problem(
              field,
              "the recipe says %d bytes, the source has %d"
                  .formatted(file.size().getAsLong(), told.getAsLong())));
    }
    return new Answer(answer.sighting(), problems);
  }

  private static Answer image(Recipe.OciImage image, ContentCache cache)
      throws InterruptedException {
    var name = ImageName.parse(image.ident());
    if (name.isEmpty()) {
      var sentence =
          "'" + image.ident() + "' names no container image; write it like ghcr.io/owner/name:tag";
      return refused(image.path() + ".ident", sentence);
    }
    if (image.url().isPresent()) {
      return atUrl(image.path(), "url", image.url().get(), Optional.empty(), cache);
    }
    try {
      return new Answer(
          Optional.of(new Sighting.InRegistry(RemoteImage.find(name.get(), cache.reach()))),
          List.of());
    } catch (IOException e) {
      return refused(image.path() + ".ident", sentence(e));
    }
  }

  private static Answer refused(String path, String sentence) {
    return new Answer(Optional.empty(), List.of(new Problem(path, sentence)));
  }

  static String sentence(Throwable failure) {
    var message = failure.getMessage();
    return message != null ? message : failure.toString();
  }

  /// Bytes of what the entry puts on the card, as far as its source or else the recipe tells.
  @Override
  public OptionalLong of(RecipeFile file) {
    var told = of(file.path()).map(Sighting::size).orElse(OptionalLong.empty());
    return file.via().isArchive() || told.isEmpty() ? file.size() : told;
  }

  @Override
  public OptionalLong of(Recipe.OciImage image) {
    return of(image.path()).map(Sighting::size).orElse(OptionalLong.empty());
  }
}
