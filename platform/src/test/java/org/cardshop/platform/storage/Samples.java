package org.cardshop.platform.storage;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.cardshop.core.image.Sha256;

/// Makes values of records, enums and sealed types: the same seed, the same values. What a record
/// gains is made too, without a word here.
final class Samples {
  private static final List<String> TEXTS =
      List.of("", "w-1", "A-01", "two words", "ümläut ✓", "$set", "a.b", "new\nline", "{}");

  private final RandomGenerator random;

  Samples(RandomGenerator random) {
    this.random = random;
  }

  /// Every record that the sealed type permits, at any depth.
  static Stream<Class<?>> kinds(Class<?> type) {
    return type.isSealed()
        ? Arrays.stream(type.getPermittedSubclasses()).flatMap(Samples::kinds)
        : Stream.of(type);
  }

  <T> T of(Class<T> type) {
    return type.cast(any(type));
  }

  private Object any(Type type) {
    return switch (type) {
      case ParameterizedType p -> anyOf(p);
      case Class<?> c when c == int.class || c == Integer.class -> random.nextInt(1, 1000);
      case Class<?> c when c == long.class -> random.nextLong(1, 1L << 53);
      case Class<?> c when c == String.class -> oneOf(TEXTS);
      case Class<?> c when c == Instant.class ->
          Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
      case Class<?> c when c == Duration.class -> Duration.ofMillis(random.nextLong(1L << 40));
      case Class<?> c when c == URI.class -> URI.create("ftps://host/" + random.nextInt());
      case Class<?> c when c == Sha256.class -> Sha256.of(new byte[] {(byte) random.nextInt()});
      case Class<?> c when c.isEnum() -> oneOf(List.of(c.getEnumConstants()));
      case Class<?> c when c.isSealed() -> any(oneOf(kinds(c).toList()));
      case Class<?> c when c.isRecord() -> record(c);
      default -> throw new IllegalArgumentException("no sample of " + type + " is known");
    };
  }

  private Object anyOf(ParameterizedType type) {
    var of = type.getActualTypeArguments();
    if (type.getRawType() == Optional.class) {
      return random.nextBoolean() ? Optional.of(any(of[0])) : Optional.empty();
    }
    if (type.getRawType() == Set.class) {
      return Set.copyOf(Stream.generate(() -> any(of[0])).limit(random.nextInt(4)).toList());
    }
    if (type.getRawType() == SortedMap.class) {
      var map = new TreeMap<Object, Object>();
      for (int i = random.nextInt(4); i >= 0; i--) {
        map.put(any(of[0]), any(of[1]));
      }
      return map;
    }
    throw new IllegalArgumentException("no sample of " + type + " is known");
  }

  private Object record(Class<?> type) {
    var parts = type.getRecordComponents();
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(parts).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true);
      return constructor.newInstance(
          Arrays.stream(parts).map(p -> any(p.getGenericType())).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("no sample of " + type + " can be made", e);
    }
  }

  private <T> T oneOf(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }
}
