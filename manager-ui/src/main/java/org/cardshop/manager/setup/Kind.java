package org.cardshop.manager.setup;

import java.util.List;
import java.util.Optional;
import org.cardshop.core.identity.Action;

/// Something of which several are set up, all in the same way: what differs is said here.
///
/// @param name in addresses, the scheduler's as well as ours: as in `channels`
/// @param texts what the keys of its own texts begin with
/// @param title the key of what several are called
/// @param key the field that names one
/// @param flag the field that says whether one is in use; empty when all are
/// @param last the field that tells when it was last at work; empty when none does
/// @param change what one must be allowed to do to change them
public record Kind(
    String name,
    String texts,
    String title,
    String key,
    List<Input> inputs,
    Optional<String> flag,
    Optional<String> last,
    Action change) {
  public Kind {
    inputs = List.copyOf(inputs);
  }

  /// The page that lists them.
  public String path() {
    return "/setup/" + name;
  }

  /// Where the scheduler lists them.
  String api() {
    return "/" + name + "/";
  }

  public List<Input> columns() {
    return inputs.stream().filter(i -> !i.name().equals(key) && i.isListed()).toList();
  }

  public boolean hasPasswords() {
    return inputs.stream().anyMatch(Input::isPassword);
  }
}
