package org.cardshop.creator.archive;

import java.util.ArrayList;
import java.util.List;
import org.cardshop.platform.recipe.Targets;
import org.cardshop.platform.recipe.Via;

/// Names of an archive's members, as a card can have them.
final class Member {
  private static final int PATH_BYTES = 4096;

  private Member() {}

  /// The name below the archive's target: without `.` parts and doubled slashes; empty for the
  /// target itself.
  ///
  /// @param to the archive's target below `/data/`
  /// @throws ArchiveException when the name leads elsewhere or the card's file system cannot hold
  ///   it
  static String below(String to, String name) throws ArchiveException {
    if (name.startsWith("/")) {
      throw new ArchiveException("holds '" + name + "', an absolute path; pack it without");
    }
    var parts = new ArrayList<String>();
    for (var part : List.of(name.split("/", -1))) {
      if (part.equals("..")) {
        throw new ArchiveException("holds '" + name + "', which leads out of it; pack it anew");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? "" : checked(to, String.join("/", parts));
  }

  private static String checked(String to, String name) throws ArchiveException {
    var path = to.isEmpty() ? name : to + "/" + name;
    if (path.indexOf('\ufffd') >= 0) {
      throw new ArchiveException("holds the name '" + name + "', which is not UTF-8; pack it anew");
    }
    if (path.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > PATH_BYTES) {
      throw new ArchiveException("holds a path of more than " + PATH_BYTES + " bytes: " + name);
    }
    var problem = Targets.problem("/data/" + path, Via.DIRECT);
    if (problem.isPresent()) {
      throw new ArchiveException("holds what no card can: " + problem.get());
    }
    return path;
  }

  /// @param path of a symbolic link below `/data/`
  /// @throws ArchiveException when it leads out of the archive's target `to`. A link's own folder
  ///   is no link, so that steps up count from there; a step up after one down could pass a link.
  static void requireLinkWithin(String to, String path, String target) throws ArchiveException {
    int depth = depth(path) - 1 - depth(to);
    boolean down = false;
    boolean within = !target.isEmpty() && !target.startsWith("/");
    for (var part : List.of(target.split("/", -1))) {
      if (part.equals("..")) {
        depth--;
        within &= !down && depth >= 0;
      } else if (!part.isEmpty() && !part.equals(".")) {
        down = true;
      }
    }
    if (!within) {
      throw new ArchiveException(
          "holds a link '" + path + "' to '" + target + "', outside of the archive; pack it anew");
    }
  }

  private static int depth(String path) {
    return path.isEmpty() ? 0 : path.split("/", -1).length;
  }
}
