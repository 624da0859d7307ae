package org.cardshop.manager.setup;

import java.util.List;

/// One field of what is set up, as a person fills it in. Its label is the text `setup.field.` with
/// its name, its hint, if it has one, `setup.hint.` with its name.
///
/// @param name as the scheduler calls it
/// @param initial what stands there for a new one
/// @param isRequired whether it cannot be left empty
/// @param isFixed whether it cannot be changed later
public record Input(
    String name, Type type, String initial, boolean isRequired, boolean isFixed, boolean hasHint) {
  /// What may stand in a field.
  public sealed interface Type {}

  public record Text() implements Type {}

  /// What machines read: it runs from left to right.
  public record Code() implements Type {}

  public record Whole() implements Type {}

  public record Flag() implements Type {}

  /// YAML for people, an object for the scheduler.
  public record Recipe() implements Type {}

  /// Told when it is made, and never shown.
  public record Password() implements Type {}

  /// One of a few words.
  ///
  /// @param texts what the keys of their texts begin with
  public record Words(String texts, List<String> words) implements Type {
    public Words {
      words = List.copyOf(words);
    }
  }

  /// The slug of something else that is set up.
  ///
  /// @param kind as in `channels`
  public record Slug(String kind) implements Type {}

  /// One that must be filled in.
  static Input of(String name, Type type) {
    return new Input(name, type, "", true, false, false);
  }

  Input at(String value) {
    return new Input(name, type, value, isRequired, isFixed, hasHint);
  }

  Input optional() {
    return new Input(name, type, initial, false, isFixed, hasHint);
  }

  Input fixed() {
    return new Input(name, type, initial, isRequired, true, hasHint);
  }

  Input hinted() {
    return new Input(name, type, initial, isRequired, isFixed, true);
  }

  /// Whether a list has a column for it.
  public boolean isListed() {
    return switch (type) {
      case Recipe _, Password _ -> false;
      case Text _, Code _, Whole _, Flag _, Words _, Slug _ -> true;
    };
  }

  public boolean isPassword() {
    return type instanceof Password;
  }
}
