package org.cardshop.platform.recipe;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rules for where contents go: below `/data/`, each name one that ext4 can hold, no two at the
/// same place.
public final class Targets {
  private static final String WHOLE = "/data";
  private static final String ROOT = WHOLE + "/";
  private static final int NAME_BYTES = 255;

  private Targets() {}

  /// What is wrong with a target, if anything is.
  ///
  /// @param to the whole path, which must be below `/data/`; for an archive it may be `/data`
  public static Optional<String> problem(String to, Via via) {
    if (via.isArchive() && to.equals(WHOLE)) {
      return Optional.empty();
    }
    if (!to.startsWith(ROOT)) {
      return Optional.of("must be a path below /data/, not '" + to + "'");
    }
    for (var name : names(to)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return Optional.of("must not have empty, '.' or '..' parts: '" + to + "'");
      }
      if (name.getBytes(StandardCharsets.UTF_8).length > NAME_BYTES) {
        return Optional.of("the name '" + name + "' has more than " + NAME_BYTES + " bytes");
      }
      if (!isText(name)) {
        return Optional.of("a name in it has a control character or broken text");
      }
    }
    return names(to)[0].equals("lost+found")
        ? Optional.of("/data/lost+found belongs to the file system")
        : Optional.empty();
  }

  /// The target without `/data/`.
  static String relative(String to) {
    return to.equals(WHOLE) ? "" : to.substring(ROOT.length());
  }

  /// Notes each file that lands on or below another. Archives share folders, so they are left out.
  static void refuseClashes(List<RecipeFile> files, boolean writeConfig, List<Problem> problems) {
    var taken = new HashMap<String, String>();
    if (writeConfig) {
      taken.put("conf/image.yaml", "write_config");
    }
    var direct = files.stream().filter(f -> !f.via().isArchive()).toList();
    for (var file : direct) {
      var other = taken.putIfAbsent(file.to(), file.path());
      if (other != null) {
        problems.add(new Problem(file.path() + ".to", "is the same target as that of " + other));
      }
    }
    for (var file : direct) {
      parentAmong(taken, file.to())
          .ifPresent(other ->
              problems.add(
                  new Problem(
                      file.path() + ".to", "lies below the target of " + other + ", a file")));
    }
  }

  private static Optional<String> parentAmong(Map<String, String> taken, String to) {
    for (int slash = to.indexOf('/'); slash > 0; slash = to.indexOf('/', slash + 1)) {
      var other = taken.get(to.substring(0, slash));
      if (other != null) {
        return Optional.of(other);
      }
    }
    return Optional.empty();
  }

  private static String[] names(String to) {
    return relative(to).split("/", -1);
  }

  private static boolean isText(String name) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(name)
        && name.chars().noneMatch(Character::isISOControl);
  }
}
