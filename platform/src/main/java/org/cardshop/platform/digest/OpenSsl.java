package org.cardshop.platform.digest;

import static java.lang.foreign.MemorySegment.NULL;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/// The calls into OpenSSL 3 that digest (EVP_DigestInit(3), EVP_MD_fetch(3)). They copy nothing,
/// and Java's garbage collector waits for each: the caller keeps pieces short.
final class OpenSsl {
  private static final String LIBRARY = "libcrypto.so.3";

  /// Empty where there is no such library.
  static final Optional<OpenSsl> FOUND = find();

  private final MethodHandle fetch;
  private final MethodHandle newContext;
  private final MethodHandle freeContext;
  private final MethodHandle init;
  private final MethodHandle update;
  private final MethodHandle finish;

  private OpenSsl(SymbolLookup lib) {
    fetch = handle(lib, "EVP_MD_fetch");
    newContext = handle(lib, "EVP_MD_CTX_new");
    freeContext = handle(lib, "EVP_MD_CTX_free");
    init = handle(lib, "EVP_DigestInit_ex");
    update = handle(lib, "EVP_DigestUpdate");
    finish = handle(lib, "EVP_DigestFinal_ex");
  }

  /// An algorithm, for good; empty when this OpenSSL does not offer it.
  Optional<MemorySegment> algorithm(String name) {
    try (var arena = Arena.ofConfined()) {
      long found = call(fetch, NULL, arena.allocateFrom(name), NULL);
      return found == 0 ? Optional.empty() : Optional.of(MemorySegment.ofAddress(found));
    }
  }

  /// What a digest in the making needs; freed when nobody knows it any more.
  @SuppressWarnings("restricted")
  MemorySegment context() {
    long made = call(newContext, NULL, NULL, NULL);
    if (made == 0) {
      throw new OutOfMemoryError("OpenSSL has no memory for a digest");
    }
    return MemorySegment.ofAddress(made)
        .reinterpret(Arena.ofAuto(), context -> call(freeContext, context, NULL, NULL));
  }

  void init(MemorySegment context, MemorySegment algorithm) {
    require(call(init, context, algorithm, NULL));
  }

  void update(MemorySegment context, MemorySegment bytes) {
    require(call(update, context, bytes, MemorySegment.ofAddress(bytes.byteSize())));
  }

  /// @param digest as long as the algorithm's are
  void finish(MemorySegment context, MemorySegment digest) {
    require(call(finish, context, digest, NULL));
  }

  @SuppressWarnings("restricted")
  private static Optional<OpenSsl> find() {
    try {
      return Optional.of(new OpenSsl(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// All in one shape, as in [org.cardshop.platform.foreign.CFunction].
  @SuppressWarnings("restricted")
  private static MethodHandle handle(SymbolLookup lib, String name) {
    return Linker.nativeLinker()
        .downcallHandle(
            lib.findOrThrow(name),
            FunctionDescriptor.of(JAVA_LONG, ADDRESS, ADDRESS, ADDRESS),
            Linker.Option.critical(true));
  }

  private static long call(
      MethodHandle function, MemorySegment a, MemorySegment b, MemorySegment c) {
    try {
      return (long) function.invokeExact(a, b, c);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException("a call into OpenSSL throws nothing of its own", e);
    }
  }

  /// @param answer whose lower half is the `int` that the function returned
  private static void require(long answer) {
    if ((int) answer != 1) {
      throw new IllegalStateException("OpenSSL does not digest");
    }
  }
}
