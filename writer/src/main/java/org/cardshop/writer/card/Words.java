package org.cardshop.writer.card;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.cardshop.platform.runtime.WrongUsageException;

/// A command line taken apart: `--name value` or `--name=value`, flags, and what is left over. A
/// library for this takes longer to start than the first byte may take to reach a card.
///
/// @param values by name, in the order given
/// @param operands what is no option; all after `--`
record Words(Map<String, List<String>> values, Set<String> flags, List<String> operands) {
  /// @param valued names of options that have a value
  /// @param flags names of options that have none
  /// @throws WrongUsageException when an option is neither, or lacks its value
  static Words of(List<String> args, Set<String> valued, Set<String> flags) {
    var words = new Words(new HashMap<>(), new HashSet<>(), new ArrayList<>());
    for (int i = 0; i < args.size(); i++) {
      var word = args.get(i);
      int equals = word.indexOf('=');
      var name = word.startsWith("--") && equals > 0 ? word.substring(0, equals) : word;
      if (word.equals("--")) {
        words.operands.addAll(args.subList(i + 1, args.size()));
        break;
      } else if (flags.contains(word)) {
        words.flags.add(word);
      } else if (!word.startsWith("-") || word.equals("-")) {
        words.operands.add(word);
      } else if (!valued.contains(name)) {
        throw new WrongUsageException("There is no option " + name + "; see --help.");
      } else if (name.length() < word.length()) {
        words.add(name, word.substring(equals + 1));
      } else if (++i < args.size()) {
        words.add(name, args.get(i));
      } else {
        throw new WrongUsageException("The option " + name + " needs a value; see --help.");
      }
    }
    return words;
  }

  boolean has(String flag) {
    return flags.contains(flag);
  }

  List<String> all(String name) {
    return values.getOrDefault(name, List.of());
  }

  /// The last one given.
  Optional<String> value(String name) {
    return all(name).stream().reduce((_, last) -> last);
  }

  private void add(String name, String value) {
    values.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
  }
}
