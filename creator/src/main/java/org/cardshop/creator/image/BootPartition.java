package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import org.cardshop.creator.layout.Stable;
import org.cardshop.creator.tool.Tool;
import org.cardshop.creator.tool.ToolException;
import org.cardshop.creator.tool.ToolRun;

/// The FAT partition that a card boots from, edited in place.
///
/// @param offset of the partition in the image
record BootPartition(ImageFile image, long offset) {

  /// Puts a file into the partition's root; one of the same name is replaced.
  void write(String name, byte[] content) throws IOException, InterruptedException {
    var folder = image.folder().resolve("boot");
    var file = Files.write(Files.createDirectories(folder).resolve(name), content);
    Files.setLastModifiedTime(file, Stable.FILE_TIME);
    try {
      ToolRun.of(
              Tool.MCOPY,
              image.folder(),
              "-o",
              "-m",
              "-i",
              ImageFile.NAME + "@@" + offset,
              "boot/" + name,
              "::" + name)
          .with("MTOOLS_SKIP_CHECK", "1")
          .with("SOURCE_DATE_EPOCH", Stable.SECONDS)
          .run();
    } catch (ToolException e) {
      throw new IOException(
          "cannot write " + name + " to the boot partition: " + e.getMessage(), e);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
