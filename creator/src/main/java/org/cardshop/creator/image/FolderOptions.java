package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.Policy;
import org.cardshop.creator.cache.PolicyFile;
import org.cardshop.platform.recipe.ByteSize;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/// Where a command keeps what it fetches.
final class FolderOptions {
  private static final long DEFAULT_CACHE = 20L * 1000 * 1000 * 1000;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description = "Keeps fetched contents for later builds (default: ~/.cache/cardshop).")
  private @Nullable Path cache;

  @Option(
      names = "--cache-size",
      paramLabel = "SIZE",
      description = "The cache's bound, like 50GB (default: 20GB).",
      converter = SizeConverter.class)
  private long cacheSize = DEFAULT_CACHE;

  @Option(
      names = "--cache-policy",
      paramLabel = "FILE",
      description =
          "What the cache keeps, in YAML (default: policy.yaml in the cache's folder, if there is"
              + " one).")
  private @Nullable Path cachePolicy;

  /// With the build's folder in the cache's, so that contents are shared instead of copied.
  Folders besideCache() throws IOException {
    var folder = Optional.ofNullable(cache).orElseGet(FolderOptions::defaultCache);
    return with(folder.resolve("work"));
  }

  Folders with(Path work) throws IOException {
    var folder = Optional.ofNullable(cache).orElseGet(FolderOptions::defaultCache);
    return new Folders(new ContentCache(folder, policy(folder), InstantSource.system()), work);
  }

  private Policy policy(Path folder) throws IOException {
    var usual = folder.resolve("policy.yaml");
    var file =
        Optional.ofNullable(cachePolicy)
            .or(() -> Files.exists(usual) ? Optional.of(usual) : Optional.empty());
    return file.isPresent() ? PolicyFile.read(file.get(), cacheSize) : Policy.ofSize(cacheSize);
  }

  private static Path defaultCache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(home -> !home.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("cardshop");
  }

  private static final class SizeConverter implements picocli.CommandLine.ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      OptionalLong size = ByteSize.parse(text);
      return size.orElseThrow(() -> new TypeConversionException("write the size like 50GB"));
    }
  }
}
