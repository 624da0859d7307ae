package org.cardshop.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import org.cardshop.layout.content.Content;

/// A tree as exFAT keeps it: folder by folder.
///
/// @param folders in the order of the tree; the root, whose path is empty, comes first
/// @param files that take clusters, folder by folder
record ExfatTree(List<Folder> folders, List<File> files) {
  /// Entries of the root that are no files: label, bitmap and up-case table.
  private static final int SYSTEM_ENTRIES = 3;

  /// Section 7.6.7 of the specification.
  private static final long LONGEST_FOLDER = 256L << 20;

  /// @param path in the tree, of which the name is the end
  record Item(String path, String name, Tree.Node node) {}

  /// @param length of its entries, in bytes
  record Folder(String path, List<Item> items, long length) {}

  /// @param content not empty
  record File(String path, String name, Content content) {}

  static ExfatTree of(Tree tree) {
    var folders = new LinkedHashMap<String, List<Item>>();
    folders.put("", new ArrayList<>());
    for (var entry : tree.nodes().entrySet()) {
      var path = entry.getKey();
      int slash = path.lastIndexOf('/');
      var above = folders.get(slash < 0 ? "" : path.substring(0, slash));
      if (above == null) {
        throw new IllegalArgumentException("there is no folder above " + path);
      }
      above.add(new Item(path, path.substring(slash + 1), entry.getValue()));
      if (entry.getValue() instanceof Tree.Node.Folder) {
        folders.put(path, new ArrayList<>());
      }
    }
    var listed =
        folders.entrySet().stream()
            .map(f -> new Folder(f.getKey(), f.getValue(), length(f.getKey(), f.getValue())))
            .toList();
    return new ExfatTree(listed, files(listed));
  }

  private static List<File> files(List<Folder> folders) {
    var files = new ArrayList<File>();
    for (var folder : folders) {
      for (var item : folder.items()) {
        if (item.node() instanceof Tree.Node.File file && file.content().size() > 0) {
          files.add(new File(item.path(), item.name(), file.content()));
        }
      }
    }
    return files;
  }

  /// @throws LayoutException when there is a name or a node that exFAT cannot hold
  ExfatTree checked() throws LayoutException {
    for (var folder : folders) {
      if (folder.length() > LONGEST_FOLDER) {
        var path = folder.path().isEmpty() ? "the data partition's root" : folder.path();
        throw new LayoutException(path + " has more files than a folder of exFAT can hold");
      }
      check(folder.items());
    }
    return this;
  }

  private static void check(List<Item> items) throws LayoutException {
    var known = new HashMap<String, String>();
    for (var item : items) {
      var fault = PortableName.fault(item.name());
      if (fault.isPresent()) {
        throw new LayoutException(
            item.path() + " " + fault.get() + "; rename it, or take a base with ext4 data");
      }
      if (item.node() instanceof Tree.Node.Link) {
        throw new LayoutException(
            item.path()
                + " is a symbolic link, which exFAT does not have; leave it out, or take a base"
                + " with ext4 data");
      }
      var same = known.put(ExfatUpcase.fold(item.name()), item.path());
      if (same != null) {
        throw new LayoutException(
            same + " and " + item.path() + " are the same name to exFAT; rename one of them");
      }
    }
  }

  private static long length(String path, List<Item> items) {
    long entries = path.isEmpty() ? SYSTEM_ENTRIES : 0;
    for (var item : items) {
      entries += ExfatEntry.count(item.name());
    }
    return entries * ExfatEntry.LENGTH;
  }
}
