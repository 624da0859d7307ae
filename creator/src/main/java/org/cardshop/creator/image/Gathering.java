package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.cache.ChecksumException;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.creator.draft.Content;
import org.cardshop.creator.layout.Tree;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;

/// Fetches everything, and notes every problem with it, before the first byte is built.
record Gathering(Plan plan, ContentCache cache, Path folder, Progress progress) {
  record Gathered(FileContent base, Tree tree) {}

  Gathered run() throws RecipeException, IOException, InterruptedException {
    long total = plan.fetches().stream().mapToLong(f -> f.found().size().orElse(0)).sum();
    var problems = new ArrayList<Problem>();
    var nodes = new HashMap<String, Tree.Node>();
    var base = fetch(plan.base(), "base", "base.source", 0, total, problems);
    long done = plan.base().found().size().orElse(0);
    for (int i = 0; i < plan.items().size(); i++) {
      var item = plan.items().get(i);
      if (item.fetch().isPresent()) {
        var content =
            fetch(
                item.fetch().get(),
                "content-" + i,
                item.file().path() + ".url",
                done,
                total,
                problems);
        content.ifPresent(c -> nodes.put(item.file().to(), new Tree.Node.File(c, false)));
        done += item.fetch().get().found().size().orElse(0);
      }
    }
    plan.texts()
        .forEach((path, text) -> nodes.put(path, new Tree.Node.File(new Text(text), false)));
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    return new Gathered(base.orElseThrow(), Tree.of(nodes));
  }

  private Optional<FileContent> fetch(
      Plan.Fetch fetch, String link, String path, long before, long total, List<Problem> problems)
      throws IOException, InterruptedException {
    try {
      return Optional.of(
          cache.fetch(
              fetch.wanted(),
              fetch.found(),
              folder.resolve(link),
              bytes -> progress.at(Phase.FETCHING, before + bytes, total)));
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (ChecksumException e) {
      problems.add(new Problem(path.replaceFirst("url$", "checksum"), Plan.sentence(e)));
    } catch (IOException e) {
      if (Thread.currentThread().isInterrupted()) {
        throw e;
      }
      problems.add(new Problem(path, "cannot be fetched: " + Plan.sentence(e)));
    }
    return Optional.empty();
  }

  private static final class Text implements Content {
    private final byte[] bytes;

    Text(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public Sha256 identity() {
      return Sha256.of(bytes);
    }

    @Override
    public void read(long from, ByteBuffer into) {
      into.put(bytes, (int) from, into.remaining());
    }
  }
}
