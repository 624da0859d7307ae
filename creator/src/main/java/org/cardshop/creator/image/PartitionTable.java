package org.cardshop.creator.image;

import java.io.IOException;
import org.cardshop.core.image.Span;
import org.cardshop.creator.layout.BaseLayout;
import org.cardshop.creator.layout.Partition;
import org.cardshop.creator.tool.Tool;
import org.cardshop.creator.tool.ToolRun;

/// The image's partition table, edited in place.
record PartitionTable(ImageFile image) {

  /// Gives a partition another length; its start and type stay.
  void resize(Partition partition, Span span) throws IOException, InterruptedException {
    ToolRun.of(
            Tool.SFDISK,
            image.folder(),
            "--quiet",
            "--no-reread",
            "--no-tell-kernel",
            "--wipe=never",
            "--wipe-partitions=never",
            "--partno=" + partition.number(),
            ImageFile.NAME)
        .reading(
            "start=%d, size=%d, type=%x\n"
                .formatted(
                    span.offset() / BaseLayout.SECTOR,
                    span.length() / BaseLayout.SECTOR,
                    partition.type()))
        .run();
  }
}
