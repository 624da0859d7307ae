package org.cardshop.allinone;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cardshop.manager.bench.Hands;
import org.cardshop.writer.slot.Place;
import org.cardshop.writer.slot.Slot;

/// Puts cards into those slots of a writer that are files, and takes them out. A card that was
/// taken out lies in the folder `taken` beside its slot until the next one of that slot is.
final class FileHands implements Hands {
  private static final long CARD = 8_000_000_000L;

  private final String host;
  private final Map<String, Place.File> places = new HashMap<>();

  /// @param host name of the writer whose slots these are
  FileHands(String host, List<Slot> slots) {
    this.host = host;
    for (var slot : slots) {
      if (slot.place() instanceof Place.File file) {
        places.put(slot.name(), file);
      }
    }
  }

  @Override
  public String host() {
    return host;
  }

  @Override
  public Set<String> slots() {
    return Set.copyOf(places.keySet());
  }

  /// The card appears at once in its whole size: a writer may look at any time.
  @Override
  public boolean insert(String slot) throws IOException {
    var place = place(slot);
    Files.createDirectories(folder(place));
    var draft = Files.createTempFile(folder(place), slot, ".new");
    try (var card = new RandomAccessFile(draft.toFile(), "rw")) {
      card.setLength(place.capacity().orElse(CARD));
      Files.createLink(place.path(), draft);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } finally {
      Files.delete(draft);
    }
  }

  @Override
  public boolean remove(String slot) throws IOException {
    var place = place(slot);
    var taken = Files.createDirectories(folder(place).resolve("taken"));
    try {
      Files.move(
          place.path(), taken.resolve(place.path().getFileName()), StandardCopyOption.ATOMIC_MOVE);
      return true;
    } catch (NoSuchFileException e) {
      return false;
    }
  }

  private Place.File place(String slot) {
    var place = places.get(slot);
    if (place == null) {
      throw new IllegalArgumentException("no file plays a card in slot " + slot);
    }
    return place;
  }

  private static Path folder(Place.File place) {
    return place.path().toAbsolutePath().resolveSibling("");
  }
}
