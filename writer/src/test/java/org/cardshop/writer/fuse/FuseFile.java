package org.cardshop.writer.fuse;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/// A mounted file system of one file, `card`, whose content is a [Medium]'s: the kernel's side of
/// the protocol is in linux/fuse.h. Needs root; without it the test is skipped, and says so.
public final class FuseFile implements AutoCloseable {
  private static final int THREADS = 12;
  private static final int LARGEST = 1 << 20;
  private static final int IN_HEADER = 40;
  private static final int OUT_HEADER = 16;
  private static final long ROOT = 1;
  private static final long CARD = 2;
  private static final int ENOENT = 2;
  private static final int ENOSYS = 38;
  private static final int EOPNOTSUPP = 95;

  private final Path folder;
  private final Medium medium;
  private final int fd;

  private FuseFile(Path folder, Medium medium, int fd) {
    this.folder = folder;
    this.medium = medium;
    this.fd = fd;
  }

  /// @param folder an empty one
  public static FuseFile over(Medium medium, Path folder) throws IOException {
    assumeTrue(
        "root".equals(System.getProperty("user.name")), "file systems can be mounted only by root");
    assumeTrue(Files.exists(Path.of("/dev/fuse")), "this kernel has no file systems in user space");
    int fd = Kernel.open("/dev/fuse");
    Kernel.mountFuse(fd, folder);
    var file = new FuseFile(folder, medium, fd);
    for (int i = 0; i < THREADS; i++) {
      Thread.ofPlatform().daemon().name("fuse-" + i).start(file::serve);
    }
    return file;
  }

  public Path path() {
    return folder.resolve("card");
  }

  @Override
  public void close() throws IOException {
    Kernel.unmount(folder);
    Kernel.close(fd);
  }

  private void serve() {
    try (var arena = Arena.ofConfined()) {
      var in = arena.allocate(LARGEST + 65536, 4096);
      var out = arena.allocate(LARGEST + 4096, 4096);
      while (true) {
        long got = Kernel.read(fd, in);
        if (got == -ENOENT || got == -Kernel.EINTR) {
          continue; // A request that was taken back.
        }
        if (got < IN_HEADER) {
          return; // Unmounted.
        }
        var request = in.asSlice(0, got).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        var answer = out.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        if (handle(request, answer)) {
          Kernel.write(fd, out.asSlice(0, answer.position()));
        }
      }
    }
  }

  /// @return whether the kernel wants an answer
  private boolean handle(ByteBuffer in, ByteBuffer out) {
    int opcode = in.getInt(4);
    out.position(OUT_HEADER);
    int errno = 0;
    in.position(IN_HEADER);
    try {
      switch (opcode) {
        case 2, 36, 38, 42 -> { // FORGET, INTERRUPT, DESTROY, BATCH_FORGET
          return false;
        }
        case 1 -> lookup(in, out);
        case 3, 4 -> { // GETATTR, SETATTR
          out.putLong(3600).putInt(0).putInt(0);
          attributes(in.getLong(16), out);
        }
        case 14 -> out.putLong(1).putInt(2 | 64).putInt(0); // OPEN: keep cache, parallel writes
        case 27 -> out.putLong(0).putInt(0).putInt(0); // OPENDIR
        case 15 -> read(in, out);
        case 16 -> write(in, out);
        case 43 -> fallocate(in);
        case 17 -> out.put(new byte[80]); // STATFS
        case 18, 20, 25, 28, 29, 30, 34 -> {} // RELEASE, FSYNC, FLUSH, directories, ACCESS
        case 26 -> init(in, out);
        default -> throw new FaultException(ENOSYS);
      }
    } catch (FaultException e) {
      errno = e.errno;
      out.position(OUT_HEADER);
    }
    out.putInt(0, out.position()).putInt(4, -errno).putLong(8, in.getLong(8));
    return true;
  }

  private static void init(ByteBuffer in, ByteBuffer out) {
    int asyncRead = 1;
    int bigWrites = 1 << 5;
    int asyncDirect = 1 << 15;
    int maxPages = 1 << 22;
    int flags = in.getInt(IN_HEADER + 12) & (asyncRead | bigWrites | asyncDirect | maxPages);
    out.putInt(7).putInt(31).putInt(LARGEST).putInt(flags);
    out.putShort((short) 64).putShort((short) 48).putInt(LARGEST).putInt(1);
    out.putShort((short) (LARGEST / 4096)).put(new byte[2 + 8 * 4]);
  }

  private void lookup(ByteBuffer in, ByteBuffer out) throws FaultException {
    var name = new byte[in.remaining() - 1];
    in.get(name);
    if (!"card".equals(new String(name, UTF_8))) {
      throw new FaultException(ENOENT);
    }
    out.putLong(CARD).putLong(0).putLong(3600).putLong(3600).putInt(0).putInt(0);
    attributes(CARD, out);
  }

  private void attributes(long node, ByteBuffer out) {
    long size = node == CARD ? medium.size() : 0;
    out.putLong(node).putLong(size).putLong(size / 512).put(new byte[3 * 8 + 3 * 4]);
    out.putInt(node == ROOT ? 0040755 : 0100600).putInt(1).putInt(0).putInt(0).putInt(0);
    out.putInt(4096).putInt(0);
  }

  private void read(ByteBuffer in, ByteBuffer out) throws FaultException {
    long offset = in.getLong(IN_HEADER + 8);
    int size = (int) Math.max(0, Math.min(in.getInt(IN_HEADER + 16), medium.size() - offset));
    medium.read(offset, out.slice(OUT_HEADER, size));
    out.position(OUT_HEADER + size);
  }

  private void write(ByteBuffer in, ByteBuffer out) throws FaultException {
    int size = in.getInt(IN_HEADER + 16);
    medium.write(in.getLong(IN_HEADER + 8), in.slice(IN_HEADER + 40, size));
    out.putInt(size).putInt(0);
  }

  private void fallocate(ByteBuffer in) throws FaultException {
    int punch = 2;
    int zero = 16;
    int mode = in.getInt(IN_HEADER + 24);
    if ((mode & zero) != 0) {
      medium.zero(in.getLong(IN_HEADER + 8), in.getLong(IN_HEADER + 16));
    } else if ((mode & punch) != 0) {
      medium.discard(in.getLong(IN_HEADER + 8), in.getLong(IN_HEADER + 16));
    } else {
      throw new FaultException(EOPNOTSUPP);
    }
  }
}
