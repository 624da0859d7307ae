package org.cardshop.creator.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.Policy;
import org.cardshop.creator.cache.PolicyFile;
import org.cardshop.platform.recipe.ByteSize;
import org.cardshop.platform.runtime.Words;
import org.cardshop.platform.runtime.WrongUsageException;

/// Where a command keeps what it fetches.
///
/// @param cacheSize bytes that the cache may have at most
/// @param policy the file that says what the cache keeps; else the one in the cache's folder, if
///   any
record FolderOptions(Path cache, long cacheSize, Optional<Path> policy) {
  static final Set<String> NAMES = Set.of("--cache", "--cache-size", "--cache-policy");

  private static final long DEFAULT_CACHE = 20L * 1000 * 1000 * 1000;

  /// @throws WrongUsageException when something is no path or size
  static FolderOptions of(Words words) {
    return new FolderOptions(
        words.value("--cache").map(ImageCommand::path).orElseGet(FolderOptions::defaultCache),
        words.value("--cache-size").map(FolderOptions::size).orElse(DEFAULT_CACHE),
        words.value("--cache-policy").map(ImageCommand::path));
  }

  /// With the build's folder in the cache's, so that contents are shared instead of copied.
  Folders besideCache() throws IOException {
    return with(cache.resolve("work"));
  }

  Folders with(Path work) throws IOException {
    return new Folders(new ContentCache(cache, readPolicy(), InstantSource.system()), work);
  }

  private Policy readPolicy() throws IOException {
    var usual = cache.resolve("policy.yaml");
    var file = policy.or(() -> Files.exists(usual) ? Optional.of(usual) : Optional.empty());
    return file.isPresent() ? PolicyFile.read(file.get(), cacheSize) : Policy.ofSize(cacheSize);
  }

  private static Path defaultCache() {
    return Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
        .filter(home -> !home.isBlank())
        .map(Path::of)
        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".cache"))
        .resolve("cardshop");
  }

  private static long size(String text) {
    return ByteSize.parse(text)
        .orElseThrow(() ->
            new WrongUsageException(
                "--cache-size takes a size like 50GB, not " + text + "; see --help."));
  }
}
