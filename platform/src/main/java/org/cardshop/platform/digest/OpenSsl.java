package org.cardshop.platform.digest;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
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
    fetch = handle(lib, "EVP_MD_fetch", FunctionDescriptor.of(ADDRESS, ADDRESS, ADDRESS, ADDRESS));
    newContext = handle(lib, "EVP_MD_CTX_new", FunctionDescriptor.of(ADDRESS));
    freeContext = handle(lib, "EVP_MD_CTX_free", FunctionDescriptor.ofVoid(ADDRESS));
    init =
        handle(
            lib, "EVP_DigestInit_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
    update =
        handle(
            lib, "EVP_DigestUpdate", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG));
    finish =
        handle(
            lib, "EVP_DigestFinal_ex", FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS));
  }

  /// An algorithm, for good; empty when this OpenSSL does not offer it.
  Optional<MemorySegment> algorithm(String name) {
    try (var arena = Arena.ofConfined()) {
      var nothing = MemorySegment.NULL;
      var found = (MemorySegment) fetch.invokeExact(nothing, arena.allocateFrom(name), nothing);
      return found.equals(nothing) ? Optional.empty() : Optional.of(found);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /// What a digest in the making needs; freed when nobody knows it any more.
  @SuppressWarnings("restricted")
  MemorySegment context() {
    try {
      var made = (MemorySegment) newContext.invokeExact();
      require(made.equals(MemorySegment.NULL) ? 0 : 1);
      return made.reinterpret(Arena.ofAuto(), this::free);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  void init(MemorySegment context, MemorySegment algorithm) {
    try {
      require((int) init.invokeExact(context, algorithm, MemorySegment.NULL));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  void update(MemorySegment context, MemorySegment bytes) {
    try {
      require((int) update.invokeExact(context, bytes, bytes.byteSize()));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  /// @param digest as long as the algorithm's are
  void finish(MemorySegment context, MemorySegment digest) {
    try {
      require((int) finish.invokeExact(context, digest, MemorySegment.NULL));
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  private void free(MemorySegment context) {
    try {
      freeContext.invokeExact(context);
    } catch (Throwable e) {
      throw failure(e);
    }
  }

  @SuppressWarnings("restricted")
  private static Optional<OpenSsl> find() {
    try {
      return Optional.of(new OpenSsl(SymbolLookup.libraryLookup(LIBRARY, Arena.global())));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  @SuppressWarnings("restricted")
  private static MethodHandle handle(SymbolLookup lib, String name, FunctionDescriptor signature) {
    return Linker.nativeLinker()
        .downcallHandle(lib.findOrThrow(name), signature, Linker.Option.critical(true));
  }

  private static void require(int answer) {
    if (answer != 1) {
      throw new IllegalStateException("OpenSSL does not digest");
    }
  }

  private static RuntimeException failure(Throwable thrown) {
    return switch (thrown) {
      case RuntimeException e -> e;
      case Error e -> throw e;
      default -> new IllegalStateException("a call into OpenSSL throws nothing of its own", thrown);
    };
  }
}
