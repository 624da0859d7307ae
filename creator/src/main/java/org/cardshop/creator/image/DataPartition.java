package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.function.LongConsumer;
import org.cardshop.creator.layout.DataPlan;
import org.cardshop.creator.layout.Stable;
import org.cardshop.creator.tool.Tool;
import org.cardshop.creator.tool.ToolRun;

/// The ext4 partition that holds the contents, made whole from a tree of files.
///
/// @param image zero where the partition will be
/// @param offset of the partition in the image
/// @param label and `uuid`: those of the base's data partition, by which its system finds it
record DataPartition(ImageFile image, long offset, String label, UUID uuid) {
  /// What this machine's own configuration would add must not matter.
  private static final String CONFIGURATION =
      """
      [defaults]
        base_features = none
      [fs_types]
        ext4 = {
          blocksize = 4096
        }
        floppy = {
          blocksize = 4096
        }
        small = {
          blocksize = 4096
        }
        big = {
          blocksize = 4096
        }
        huge = {
          blocksize = 4096
        }
      """;

  private static final String FEATURES =
      "none,has_journal,ext_attr,dir_index,filetype,extent,64bit,flex_bg,sparse_super,large_file,"
          + "huge_file,dir_nlink,extra_isize,metadata_csum";

  private static final int FIRST_FREE_INODE = 11;
  private static final int ROOT_INODE = 2;

  void make(DataPlan plan, Path tree, LongConsumer written)
      throws IOException, InterruptedException {
    var folder = image.folder();
    var configuration = Files.writeString(folder.resolve("mke2fs.conf"), CONFIGURATION);
    var extended =
        List.of(
            "offset=" + offset,
            "hash_seed=" + Stable.hashSeed(uuid),
            "root_owner=0:0",
            "no_copy_xattrs",
            "nodiscard",
            "assume_storage_prezeroed=1");
    ToolRun.of(
            Tool.MKE2FS,
            folder,
            "-q",
            "-F",
            "-t",
            "ext4",
            "-b",
            "4096",
            "-I",
            "256",
            "-m",
            "0",
            "-O",
            FEATURES,
            "-N",
            Long.toString(plan.inodes()),
            "-J",
            "size=" + plan.journalMiB(),
            "-L",
            label,
            "-U",
            uuid.toString(),
            "-E",
            String.join(",", extended),
            "-d",
            tree.toString(),
            ImageFile.NAME,
            Long.toString(plan.blocks()))
        .with("MKE2FS_CONFIG", configuration.toString())
        .with("E2FSPROGS_FAKE_TIME", Stable.SECONDS)
        .telling(written)
        .run();
  }

  /// Makes root the owner of everything and sets every time. `mke2fs` takes both from the tree's
  /// files, which are the cache's, made by whoever runs the build.
  void settle(long usedInodes) throws IOException, InterruptedException {
    var batch = new StringBuilder();
    settle(ROOT_INODE, batch);
    for (long inode = FIRST_FREE_INODE; inode <= usedInodes; inode++) {
      settle(inode, batch);
    }
    ToolRun.of(Tool.DEBUGFS, image.folder(), "-w", "-f", "-", ImageFile.NAME + "?offset=" + offset)
        .with("E2FSPROGS_FAKE_TIME", Stable.SECONDS)
        .reading(batch.toString())
        .run();
  }

  private static void settle(long inode, StringBuilder batch) {
    for (var owner : List.of("uid", "gid")) {
      batch.append("set_inode_field <" + inode + "> " + owner + " 0\n");
    }
    for (var time : List.of("atime", "ctime", "mtime", "crtime")) {
      batch.append("set_inode_field <" + inode + "> " + time + " @" + Stable.SECONDS + "\n");
    }
  }
}
