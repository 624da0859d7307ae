package org.cardshop.platform.runtime;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// A command line taken apart: `--name value` or `--name=value`, flags, and what is left over. A
/// library for this costs more time at the start than a short command can spare. A value that
/// begins with `--` comes after `=`: behind a blank it is an option, before which a value was
/// forgotten.
///
/// @param values by name, in the order given
/// @param operands what is no option; all after `--`
public record Words(Map<String, List<String>> values, Set<String> flags, List<String> operands) {
  /// @param valued names of options that have a value
  /// @param flags names of options that have none
  /// @throws WrongUsageException when an option is neither, or lacks its value
  public static Words of(List<String> args, Set<String> valued, Set<String> flags) {
    return of(args, valued, flags, Map.of());
  }

  /// @param valued names of options that have a value
  /// @param flags names of options that have none
  /// @param synonyms other names of options that have a value, like `-o`, and what each stands for
  /// @throws WrongUsageException when an option is none of these, or lacks its value
  public static Words of(
      List<String> args, Set<String> valued, Set<String> flags, Map<String, String> synonyms) {
    var words = new Words(new HashMap<>(), new HashSet<>(), new ArrayList<>());
    for (int i = 0; i < args.size(); i++) {
      var word = args.get(i);
      int equals = word.indexOf('=');
      boolean isJoined = word.startsWith("-") && equals > 0;
      var given = isJoined ? word.substring(0, equals) : word;
      var name = synonyms.getOrDefault(given, given);
      if (word.equals("--")) {
        words.operands.addAll(args.subList(i + 1, args.size()));
        break;
      } else if (flags.contains(word)) {
        words.flags.add(word);
      } else if (!word.startsWith("-") || word.equals("-")) {
        words.operands.add(word);
      } else if (!valued.contains(name)) {
        throw new WrongUsageException("There is no option " + word + "; see --help.");
      } else if (isJoined) {
        words.add(name, word.substring(equals + 1));
      } else if (++i < args.size() && !args.get(i).startsWith("--")) {
        words.add(name, args.get(i));
      } else {
        throw new WrongUsageException("The option " + given + " needs a value; see --help.");
      }
    }
    return words;
  }

  public boolean has(String flag) {
    return flags.contains(flag);
  }

  public List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// The last one given.
  public Optional<String> value(String name) {
    return all(name).stream().reduce((_, last) -> last);
  }

  private void add(String name, String value) {
    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }
}
