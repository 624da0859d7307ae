package org.cardshop.platform.digest;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// A digest made by OpenSSL. For one thread at a time.
final class OpenSslDigest extends MessageDigest {
  /// Bytes of each algorithm's digest, by its name in Java, which OpenSSL understands, too.
  private static final Map<String, Integer> LENGTHS =
      Map.of("MD5", 16, "SHA-1", 20, "SHA-224", 28, "SHA-256", 32, "SHA-384", 48, "SHA-512", 64);

  /// Bytes of a call: about 50 µs, for which the garbage collector may have to wait.
  private static final int STEP = 64 << 10;

  private static final Map<String, Optional<MemorySegment>> ALGORITHMS = new ConcurrentHashMap<>();

  private final OpenSsl openssl;
  private final MemorySegment algorithm;
  private final int length;
  private final MemorySegment context;

  private OpenSslDigest(OpenSsl openssl, MemorySegment algorithm, String name, int length) {
    super(name);
    this.openssl = openssl;
    this.algorithm = algorithm;
    this.length = length;
    context = openssl.context();
    engineReset();
  }

  static Optional<OpenSslDigest> of(OpenSsl openssl, String name) {
    var length = LENGTHS.get(name);
    return length == null
        ? Optional.empty()
        : ALGORITHMS
            .computeIfAbsent(name, openssl::algorithm)
            .map(algorithm -> new OpenSslDigest(openssl, algorithm, name, length));
  }

  @Override
  protected int engineGetDigestLength() {
    return length;
  }

  @Override
  protected void engineUpdate(byte input) {
    feed(MemorySegment.ofArray(new byte[] {input}));
  }

  @Override
  protected void engineUpdate(byte[] input, int offset, int some) {
    feed(MemorySegment.ofArray(input).asSlice(offset, some));
  }

  @Override
  protected void engineUpdate(ByteBuffer input) {
    feed(MemorySegment.ofBuffer(input));
    input.position(input.limit());
  }

  @Override
  protected byte[] engineDigest() {
    var digest = new byte[length];
    openssl.finish(context, MemorySegment.ofArray(digest));
    engineReset();
    return digest;
  }

  @Override
  protected void engineReset() {
    openssl.init(context, algorithm);
  }

  private void feed(MemorySegment bytes) {
    for (long from = 0; from < bytes.byteSize(); from += STEP) {
      openssl.update(context, bytes.asSlice(from, Math.min(STEP, bytes.byteSize() - from)));
    }
  }
}
