package org.cardshop.warehouse.ftp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.image.Sha256;
import org.cardshop.warehouse.store.ImageName;

/// A name that a client may use. Names are parsed, never resolved on disk: what is none of these is
/// [Nowhere], so there is nothing to escape to.
public sealed interface Place {
  /// The absolute name.
  String path();

  /// Places that hold others.
  sealed interface Folder extends Place {}

  record Root() implements Folder {
    @Override
    public String path() {
      return "/";
    }
  }

  record ChunksFolder() implements Folder {
    @Override
    public String path() {
      return "/chunks";
    }
  }

  /// @param digits the first two hex digits of the chunks in it
  record ChunkFolder(String digits) implements Folder {
    @Override
    public String path() {
      return "/chunks/" + digits;
    }
  }

  record ChunkFile(Sha256 sha256) implements Place {
    @Override
    public String path() {
      return "/chunks/" + sha256.hex().substring(0, 2) + "/" + sha256 + ".zst";
    }
  }

  record ImagesFolder() implements Folder {
    @Override
    public String path() {
      return "/images";
    }
  }

  record ChannelFolder(String channel) implements Folder {
    @Override
    public String path() {
      return "/images/" + channel;
    }
  }

  record ManifestFile(ImageName name) implements Place {
    @Override
    public String path() {
      return "/images/" + name + MANIFEST;
    }
  }

  /// The manifest of an image that is still being stored.
  record AnnouncedFile(ImageName name) implements Place {
    @Override
    public String path() {
      return "/images/" + name + ANNOUNCED;
    }
  }

  record ImageFile(ImageName name) implements Place {
    @Override
    public String path() {
      return "/images/" + name + IMAGE;
    }
  }

  /// @param path as the client wrote it
  record Nowhere(String path) implements Place {}

  String MANIFEST = ".manifest.json";
  String ANNOUNCED = ".announced.json";
  String IMAGE = ".img";
  Pattern DIGITS = Pattern.compile("[0-9a-f]{2}");
  Pattern CHUNK = Pattern.compile("([0-9a-f]{64})\\.zst");

  /// The last part of the name.
  default String lastPart() {
    return path().substring(path().lastIndexOf('/') + 1);
  }

  /// What `text` means to a client that is in `from`. `..` leads up only when it stands alone.
  static Place resolve(Folder from, String text) {
    if (text.equals("..")) {
      return parent(from);
    }
    var absolute = text.startsWith("/") ? text : from.path() + "/" + text;
    var parts = new ArrayList<String>();
    for (var part : absolute.split("/", -1)) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return parse(parts, text);
  }

  private static Folder parent(Folder folder) {
    return switch (folder) {
      case Root _, ChunksFolder _, ImagesFolder _ -> new Root();
      case ChunkFolder _ -> new ChunksFolder();
      case ChannelFolder _ -> new ImagesFolder();
    };
  }

  private static Place parse(List<String> parts, String text) {
    if (parts.isEmpty()) {
      return new Root();
    }
    var inside = parts.subList(1, parts.size());
    return switch (parts.getFirst()) {
      case "chunks" -> inChunks(inside, text);
      case "images" -> inImages(inside, text);
      default -> new Nowhere(text);
    };
  }

  private static Place inChunks(List<String> parts, String text) {
    return switch (parts.size()) {
      case 0 -> new ChunksFolder();
      case 1 ->
          DIGITS.matcher(parts.get(0)).matches()
              ? new ChunkFolder(parts.get(0))
              : new Nowhere(text);
      case 2 -> chunk(parts.get(0), parts.get(1), text);
      default -> new Nowhere(text);
    };
  }

  private static Place inImages(List<String> parts, String text) {
    return switch (parts.size()) {
      case 0 -> new ImagesFolder();
      case 1 -> channel(parts.get(0), text);
      case 2 -> image(parts.get(0), parts.get(1), text);
      default -> new Nowhere(text);
    };
  }

  private static Place channel(String channel, String text) {
    try {
      return new ChannelFolder(Manifest.requireName(channel));
    } catch (IllegalArgumentException _) {
      return new Nowhere(text);
    }
  }

  private static Place chunk(String digits, String file, String text) {
    var chunk = CHUNK.matcher(file);
    return chunk.matches() && file.startsWith(digits) && digits.length() == 2
        ? new ChunkFile(new Sha256(chunk.group(1)))
        : new Nowhere(text);
  }

  private static Place image(String channel, String file, String text) {
    Map<String, Function<ImageName, Place>> kinds =
        Map.of(
            MANIFEST, ManifestFile::new,
            ANNOUNCED, AnnouncedFile::new,
            IMAGE, ImageFile::new);
    return kinds.entrySet().stream()
        .filter(kind -> file.endsWith(kind.getKey()))
        .flatMap(kind -> {
          var image = file.substring(0, file.length() - kind.getKey().length());
          return ImageName.of(channel, image).map(kind.getValue()).stream();
        })
        .findFirst()
        .orElseGet(() -> new Nowhere(text));
  }
}
