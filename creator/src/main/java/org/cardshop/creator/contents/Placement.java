package org.cardshop.creator.contents;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cardshop.layout.Tree;
import org.cardshop.layout.Tree.Node;
import org.cardshop.platform.recipe.Problem;

/// Puts contents from different entries of a recipe into one tree. Folders are shared; two contents
/// at one place are a problem that names both entries.
final class Placement {
  private static final Node FOLDER = new Node.Folder();

  private final Map<String, Node> nodes = new TreeMap<>();
  private final Map<String, String> owners = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private final List<Problem> problems;

  /// @param problems where clashes are noted, one for each two entries
  Placement(List<Problem> problems) {
    this.problems = problems;
  }

  /// @param owner path of the entry in the recipe
  void put(String owner, String path, Node node) {
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      place(owner, path.substring(0, slash), FOLDER);
    }
    place(owner, path, node);
  }

  Tree tree() {
    return Tree.of(nodes);
  }

  private void place(String owner, String path, Node node) {
    var there = nodes.putIfAbsent(path, node);
    if (there == null) {
      owners.put(path, owner);
    } else if (!(there instanceof Node.Folder && node instanceof Node.Folder)) {
      clash(owner, owners.getOrDefault(path, owner), path);
    }
  }

  private void clash(String owner, String other, String path) {
    if (told.add(owner + " " + other)) {
      problems.add(
          new Problem(
              owner.startsWith("files") ? owner + ".to" : owner,
              "puts /data/" + path + " where " + other + " puts something else"));
    }
  }
}
