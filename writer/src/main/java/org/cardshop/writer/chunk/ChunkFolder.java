package org.cardshop.writer.chunk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.cardshop.core.image.Chunk;
import org.cardshop.core.image.Manifest;

/// An image of which only the manifest and a directory of chunks are there, `<sha256>.zst` each, as
/// `image build --chunks` makes it. The directory may still be filling: a chunk that is not there,
/// or not whole yet, is waited for as long as others keep coming.
public final class ChunkFolder implements ImageSource {
  /// The directory may lie on another host, of whose changes the kernel hears nothing: it is looked
  /// at again and again.
  private static final long LOOK_MILLIS = 50;

  private final Path directory;
  private final Manifest manifest;
  private final Duration patience;
  private final FrameDecoders decoders = new FrameDecoders();

  /// @param patience how long nothing may come before a missing chunk is given up; zero: nobody
  ///   fills the directory
  public ChunkFolder(Path directory, Manifest manifest, Duration patience) {
    this.directory = directory;
    this.manifest = manifest;
    this.patience = patience;
  }

  @Override
  public Manifest manifest() {
    return manifest;
  }

  /// Chunks of the manifest that are not here.
  public long missing() {
    return manifest.chunks().stream().filter(c -> !has(c)).map(Chunk::sha256).distinct().count();
  }

  @Override
  public boolean has(Chunk chunk) {
    return Files.exists(path(chunk));
  }

  @Override
  public void fetch(Chunk chunk) throws IOException, InterruptedException {
    var wait = new Wait();
    while (!has(chunk)) {
      wait.orGiveUp("The chunk " + chunk.sha256() + " is not in " + directory);
    }
  }

  @Override
  public void read(Chunk chunk, MemorySegment into) throws IOException, InterruptedException {
    var wait = new Wait();
    while (!decoded(chunk, into)) {
      wait.orGiveUp("The chunk " + path(chunk) + " is damaged");
    }
  }

  @Override
  public void close() {
    decoders.close();
  }

  private boolean decoded(Chunk chunk, MemorySegment into)
      throws IOException, InterruptedException {
    try {
      return decoders.decode(path(chunk), chunk, into);
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Path path(Chunk chunk) {
    return directory.resolve(chunk.sha256() + ".zst");
  }

  /// Patience that is renewed whenever something comes.
  private final class Wait {
    private FileTime changed = changed();
    private long since = System.nanoTime();

    Wait() throws IOException {}

    void orGiveUp(String what) throws IOException, InterruptedException {
      var now = changed();
      if (!now.equals(changed)) {
        changed = now;
        since = System.nanoTime();
      }
      if (System.nanoTime() - since >= patience.toNanos()) {
        throw new IOException(
            what
                + (patience.isZero()
                    ? "; build or fetch the image again, or say with --wait how long chunks may"
                        + " take to come."
                    : ", and nothing came for " + patience.toSeconds() + " s."));
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }

    private FileTime changed() throws IOException {
      return Files.getLastModifiedTime(directory);
    }
  }
}
