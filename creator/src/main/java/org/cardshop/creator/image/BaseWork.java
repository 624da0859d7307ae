package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.cardshop.core.image.Sha256;
import org.cardshop.core.image.Span;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.map.Scan;
import org.cardshop.creator.tool.Tool;
import org.cardshop.creator.tool.ToolException;
import org.cardshop.creator.tool.ToolRun;
import org.cardshop.layout.BaseLayout;
import org.cardshop.layout.Ext4;
import org.cardshop.layout.Stable;

/// Makes a base ready, once for all builds: what is unpacked, grown and found out lies in the
/// cache, named by what it follows from. A base that is not packed is used where it lies.
///
/// @param folder of the build; what it uses of the cache is linked there
/// @param unpacked told bytes of the base that were unpacked
record BaseWork(ContentCache cache, Path folder, LongConsumer unpacked) {

  /// Names the unpacked base in the cache.
  static String key(Sha256 packed) {
    return "base 1 " + packed;
  }

  /// @param packed the base as it was fetched
  /// @param wantedRoot bytes that the root partition must have at least
  /// @throws BaseException when it cannot be built on
  Base prepare(FileContent packed, long wantedRoot) throws IOException, InterruptedException {
    var origin = packed.identity().hex();
    var content = BaseCopy.isPacked(packed.path()) ? unpacked(packed) : packed;
    try (var channel = FileChannel.open(content.path())) {
      var was = layout(channel);
      var data = EmptyPartition.at(channel, was.data().span().offset());
      var free = Base.free(channel, was);
      var scan = scan("scan 1 " + origin, content, was.data().span().offset(), free);
      var layout = was.withRoot(wantedRoot);
      var root =
          layout.equals(was)
              ? Optional.<Base.Examined>empty()
              : grown(origin, content, was, layout);
      return new Base(was, layout, new Base.Examined(content, scan), root, data);
    }
  }

  private FileContent unpacked(FileContent packed) throws IOException, InterruptedException {
    return cache.derive(
        key(packed.identity()),
        folder.resolve("base.img"),
        part -> {
          BaseCopy.run(packed.path(), part, unpacked);
          packed.requireUnchanged();
        });
  }

  private static BaseLayout layout(FileChannel channel) throws IOException {
    BaseLayout layout;
    try {
      layout = BaseLayout.read(Base.firstSector(channel));
    } catch (IOException e) {
      throw new BaseException(Plan.sentence(e));
    }
    if (channel.size() < layout.end()) {
      throw new BaseException("it ends inside its third partition; it was cut short");
    }
    return layout;
  }

  private Scan scan(String key, FileContent of, long size, List<Span> free)
      throws IOException, InterruptedException {
    var link = Files.createTempFile(folder, "scan", "");
    Files.delete(link);
    return Scan.read(
        cache
            .derive(
                key,
                link,
                part -> {
                  Scan.of(of.path(), size, free).write(part);
                  of.requireUnchanged();
                })
            .path());
  }

  private Optional<Base.Examined> grown(
      String origin, FileContent whole, BaseLayout was, BaseLayout layout)
      throws IOException, InterruptedException {
    if (was.root().span().offset() < was.boot().span().end()) {
      throw new BaseException("its root partition is not the second one and cannot be grown");
    }
    long size = layout.root().span().length();
    var key = size + " " + origin;
    var content =
        cache.derive(
            "root 1 " + key,
            folder.resolve("root.img"),
            part -> {
              grow(whole.path(), was.root().span(), size, part);
              whole.requireUnchanged();
            });
    try (var channel = FileChannel.open(content.path())) {
      var free = Ext4.at(channel, 0).orElseThrow().free();
      return Optional.of(
          new Base.Examined(content, scan("root scan 1 " + key, content, size, free)));
    }
  }

  /// The root partition alone: `resize2fs` cuts a whole image off behind the file system's length.
  private void grow(Path whole, Span root, long size, Path part)
      throws IOException, InterruptedException {
    BaseCopy.part(whole, root, part, size);
    // Under a plain name, so that no folder's name is mistaken for an option (`?offset=`).
    var link = Files.createSymbolicLink(folder.resolve("root"), part.toAbsolutePath());
    try {
      ToolRun.of(Tool.RESIZE2FS, folder, "-f", "root")
          .with("E2FSPROGS_FAKE_TIME", Stable.SECONDS)
          .run();
    } catch (ToolException e) {
      throw new IOException("the base's root partition cannot be grown: " + e.getMessage(), e);
    } finally {
      Files.delete(link);
    }
  }
}
