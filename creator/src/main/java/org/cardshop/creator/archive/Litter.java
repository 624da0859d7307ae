package org.cardshop.creator.archive;

import java.util.regex.Pattern;

/// What operating systems leave lying around in folders and thereby in archives. Offspot's
/// image-creator removes it from what it unpacks, so it is left out here.
final class Litter {
  private static final Pattern NAMES =
      Pattern.compile(
          String.join(
              "|",
              "__MACOSX",
              // Linux desktops and file systems
              ".*~",
              "\\.fuse_hidden.*",
              "\\.directory",
              "\\.Trash-.*",
              "\\.nfs.*",
              // macOS
              "\\._.*",
              "\\.(DS_Store|AppleDouble|LSOverride|fseventsd|TemporaryItems|Trashes|apdisk)",
              "\\.(DocumentRevisions-V100|Spotlight-V100|VolumeIcon\\.icns|AppleDB|AppleDesktop)",
              "\\.com\\.apple\\.timemachine\\.donotpresent",
              "Network Trash Folder",
              ".*\\.icloud",
              // Windows
              "(eh)?[Tt]humbs\\.db(:encryptable)?",
              "[Dd]esktop\\.ini",
              "\\$RECYCLE\\.BIN",
              ".*\\.(stackdump|lnk)"));

  private Litter() {}

  /// Whether the path is litter or lies in it.
  static boolean holds(String path) {
    for (var name : path.split("/", -1)) {
      if (NAMES.matcher(name).matches()) {
        return true;
      }
    }
    return false;
  }
}
