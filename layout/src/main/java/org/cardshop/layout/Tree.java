package org.cardshop.layout;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cardshop.layout.content.Content;

/// What a data partition shall hold, by path (`contents/en/water.txt`). Every folder above a node
/// is a node itself; a folder comes before what is in it.
///
/// @param nodes in the order of their paths' UTF-16 units, the same on every machine
public record Tree(SortedMap<String, Node> nodes) {
  /// One thing with a name. Owned by root; all times are those of the epoch that a layout is given.
  public sealed interface Node {
    record Folder() implements Node {}

    /// @param isExecutable mode 0755 instead of 0644
    record File(Content content, boolean isExecutable) implements Node {}

    /// @param target as it will be read, relative or absolute
    record Link(String target) implements Node {}
  }

  public Tree {
    nodes = Collections.unmodifiableSortedMap(new TreeMap<>(nodes));
  }

  /// Adds the folders that the paths imply.
  ///
  /// @throws IllegalArgumentException when something lies below what is no folder
  public static Tree of(Map<String, Node> given) {
    var nodes = new TreeMap<>(given);
    for (var path : given.keySet()) {
      for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
        var folder = path.substring(0, slash);
        if (!(nodes.computeIfAbsent(folder, _ -> new Node.Folder()) instanceof Node.Folder)) {
          throw new IllegalArgumentException(
              path + " lies below " + folder + ", which is no folder");
        }
      }
    }
    return new Tree(nodes);
  }
}
