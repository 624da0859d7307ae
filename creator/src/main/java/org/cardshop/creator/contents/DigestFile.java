package org.cardshop.creator.contents;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cardshop.creator.source.Reach;
import org.cardshop.creator.source.Source;
import org.cardshop.platform.recipe.Checksum;

/// A small file that says what others hash to, as `sha256sum`, `shasum --tag`, BSD's `sha256` and
/// mirrors write it: a bare digest, or lines with a digest and a file's name.
final class DigestFile {
  private static final int MAX_BYTES = 1 << 20;
  private static final Pattern PLAIN = Pattern.compile("\\\\?([0-9a-fA-F]+)(?: [ *]?(.+))?");
  private static final Pattern TAGGED =
      Pattern.compile("\\\\?[A-Za-z0-9-]+ ?\\((.+)\\) ?= ?([0-9a-fA-F]+)");

  private record Line(String digest, Optional<String> name) {}

  private DigestFile() {}

  /// The digest itself for a checksum that names such a file.
  ///
  /// @param content URL of the content
  static Checksum resolve(Checksum named, String content, Reach reach)
      throws IOException, InterruptedException {
    var source = Source.at(named.value(), reach);
    try (var opened = source.open(0, source.find())) {
      var bytes = opened.stream().readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException("is larger than 1 MiB; a file with digests is small");
      }
      var path = String.valueOf(URI.create(content).getPath());
      var text = new String(bytes, StandardCharsets.UTF_8);
      var digest = find(text, lastName(path), named.algorithm());
      return new Checksum(named.algorithm(), Checksum.Kind.DIGEST, digest);
    }
  }

  /// @param file name of the content
  /// @throws IOException when no line is about that file; a lone digest is, whatever it names
  static String find(String text, String file, Checksum.Algorithm algorithm) throws IOException {
    var lines = new ArrayList<Line>();
    text.lines().forEach(line -> parse(line.strip(), algorithm).ifPresent(lines::add));
    var named = lines.stream().filter(l -> l.name().filter(file::equals).isPresent()).findFirst();
    if (named.isPresent()) {
      return named.get().digest();
    }
    if (lines.size() == 1) {
      return lines.getFirst().digest();
    }
    throw new IOException(
        lines.isEmpty()
            ? "holds no " + algorithm.wire() + " digest"
            : "holds " + lines.size() + " digests, none of them for '" + file + "'");
  }

  private static Optional<Line> parse(String line, Checksum.Algorithm algorithm) {
    var plain = PLAIN.matcher(line);
    var tagged = TAGGED.matcher(line);
    var found =
        plain.matches()
            ? new Line(
                plain.group(1), Optional.ofNullable(plain.group(2)).map(DigestFile::lastName))
            : tagged.matches()
                ? new Line(tagged.group(2), Optional.of(lastName(tagged.group(1))))
                : new Line("", Optional.empty());
    return found.digest().length() == algorithm.hexDigits()
        ? Optional.of(new Line(found.digest().toLowerCase(Locale.ROOT), found.name()))
        : Optional.empty();
  }

  private static String lastName(String path) {
    return path.strip().replaceFirst(".*/", "");
  }
}
