package org.cardshop.manager.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.layout.BaseLayout;
import org.cardshop.layout.LayoutException;
import org.cardshop.layout.size.ContentSizes;
import org.cardshop.layout.size.Estimate;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.Recipe;
import org.cardshop.platform.recipe.RecipeFile;
import org.cardshop.platform.recipe.RecipeFile.Origin;
import org.cardshop.platform.recipe.RecipeReader;

/// How much of a card a recipe takes, part by part, by the rule of those who build it. What nobody
/// knows yet is said to be unknown.
///
/// @param parts in the order in which they lie in the recipe
/// @param known bytes of all parts whose size is known
/// @param image bytes of the image, once all is known
/// @param card bytes of the card, when one was chosen
/// @param problems what does not fit into the image that the recipe asks for
public record Room(
    List<Part> parts, long known, OptionalLong image, OptionalLong card, List<Problem> problems) {
  public Room {
    parts = List.copyOf(parts);
    problems = List.copyOf(problems);
  }

  public enum Kind {
    BASE,
    CONTENT,
    IMAGE,
    OVERHEAD,
    SPARE
  }

  /// @param name of what it is; empty for what needs none
  /// @param bytes that it takes, when that is known
  public record Part(Kind kind, String name, OptionalLong bytes) {}

  /// What there is to say of recipe and card.
  public enum Verdict {
    FITS,
    TOO_LARGE,
    /// No card was chosen.
    TAKES,
    /// Some parts are not known, and the others would fit.
    AT_LEAST
  }

  public Verdict verdict() {
    if (card.isPresent() && least() > card.getAsLong()) {
      return Verdict.TOO_LARGE;
    }
    if (image.isEmpty()) {
      return Verdict.AT_LEAST;
    }
    return card.isPresent() ? Verdict.FITS : Verdict.TAKES;
  }

  /// Bytes that it takes at least.
  public long least() {
    return image.orElse(known);
  }

  /// Bytes that the card has more than the image, or less.
  public long left() {
    return Math.abs(card.orElse(0) - least());
  }

  public long unknown() {
    return parts.stream().filter(part -> part.bytes().isEmpty()).count();
  }

  /// Of the card, in whole per cent; at least 1 for what is there at all.
  public long share(Part part) {
    long whole = Math.max(least(), card.orElse(0));
    long bytes = part.bytes().orElse(0);
    return bytes == 0 ? 0 : Math.max(1, Math.round(100.0 * bytes / Math.max(1, whole)));
  }

  /// @param known sizes of contents that lie elsewhere
  /// @param base how the recipe's base is laid out, when that is known
  static Room of(
      RecipeReader.Look look,
      ContentSizes.Known known,
      Optional<BaseLayout> base,
      OptionalLong card) {
    var recipe = look.recipe();
    var parts = new ArrayList<Part>();
    var layout = base.map(b -> b.withRoot(recipe.base().rootSize().orElse(0)));
    var start =
        layout.map(l -> OptionalLong.of(l.data().span().offset())).orElse(OptionalLong.empty());
    parts.add(new Part(Kind.BASE, "", start));
    recipe.files().forEach(f -> parts.add(new Part(Kind.CONTENT, name(f), size(f, known))));
    recipe.ociImages().forEach(i -> parts.add(new Part(Kind.IMAGE, i.ident(), known.of(i))));
    boolean isWhole =
        look.problems().isEmpty() && parts.stream().allMatch(p -> p.bytes().isPresent());
    if (!isWhole || layout.isEmpty()) {
      parts.add(new Part(Kind.OVERHEAD, "", OptionalLong.empty()));
      // A root that is asked for is part of a base of any size.
      long atLeast = start.isEmpty() ? recipe.base().rootSize().orElse(0) : 0;
      return new Room(parts, sum(parts) + atLeast, OptionalLong.empty(), card, List.of());
    }
    return whole(recipe, known, layout.get(), parts, card);
  }

  private static Room whole(
      Recipe recipe,
      ContentSizes.Known known,
      BaseLayout layout,
      List<Part> parts,
      OptionalLong card) {
    var problems = new ArrayList<Problem>();
    var sizes = ContentSizes.of(recipe, known);
    var estimate = Estimate.of(recipe, layout, sizes, problems);
    try {
      long least = Estimate.least(layout, sizes);
      parts.add(new Part(Kind.OVERHEAD, "", OptionalLong.of(Math.max(0, least - sum(parts)))));
      if (estimate.size() > least) {
        parts.add(new Part(Kind.SPARE, "", OptionalLong.of(estimate.size() - least)));
      }
      // What the recipe asks for may be too little; then it says so, and this is what is needed.
      long image = Math.max(least, estimate.size());
      return new Room(parts, sum(parts), OptionalLong.of(image), card, problems);
    } catch (LayoutException e) {
      parts.add(new Part(Kind.OVERHEAD, "", OptionalLong.empty()));
      return new Room(parts, sum(parts), OptionalLong.empty(), card, problems);
    }
  }

  private static OptionalLong size(RecipeFile file, ContentSizes.Known known) {
    return ContentSizes.of(file, known);
  }

  private static String name(RecipeFile file) {
    return switch (file.origin()) {
      case Origin.Url(var url) when file.to().isEmpty() -> new Content(url).name();
      case Origin.Url _, Origin.Text _ -> file.to().substring(file.to().lastIndexOf('/') + 1);
    };
  }

  private static long sum(List<Part> parts) {
    return parts.stream().mapToLong(part -> part.bytes().orElse(0)).sum();
  }
}
