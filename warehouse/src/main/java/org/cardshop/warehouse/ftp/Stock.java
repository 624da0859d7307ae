package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cardshop.core.identity.Claims;
import org.cardshop.core.identity.Claims.Ticket;
import org.cardshop.warehouse.door.Rights;
import org.cardshop.warehouse.publishing.Publishing;
import org.cardshop.warehouse.room.Reservations;
import org.cardshop.warehouse.store.Announcements;
import org.cardshop.warehouse.store.Chunks;
import org.cardshop.warehouse.store.ImageName;
import org.cardshop.warehouse.store.Images;
import org.cardshop.warehouse.store.Parts;

/// What the shelves hold, as files and folders that clients see.
public record Stock(
    Parts parts,
    Chunks chunks,
    Images images,
    Announcements announcements,
    Publishing publishing,
    Reservations reservations,
    InstantSource clock) {

  /// What is at this place; nothing when there is nothing.
  Optional<Entry> find(Place place) throws IOException {
    return switch (place) {
      case Place.Folder folder -> Optional.of(folder(folder));
      case Place.ChunkFile(var sha256) ->
          chunks.ask(sha256)
              ? chunks.find(sha256).map(f -> new Entry(place, f.stored(), f.asked()))
              : Optional.empty();
      case Place.ManifestFile(var name) ->
          images.find(name).map(p -> new Entry(place, p.bytes(), p.since()));
      case Place.ImageFile(var name) ->
          images.find(name).map(p -> new Entry(place, p.manifest().size(), p.since()));
      // Seen by who has a ticket for it only, see Download.
      case Place.AnnouncedFile _, Place.Nowhere _ -> Optional.empty();
    };
  }

  /// What someone with these claims sees in the folder.
  List<Entry> list(Claims claims, Place.Folder folder) throws IOException {
    return switch (folder) {
      case Place.Root _ ->
          List.of(folder(new Place.ChunksFolder()), folder(new Place.ImagesFolder()));
      case Place.ChunksFolder _ ->
          IntStream.range(0, 256)
              .mapToObj(i -> HexFormat.of().toHexDigits((byte) i))
              .map(digits -> folder(new Place.ChunkFolder(digits)))
              .toList();
      case Place.ChunkFolder(var digits) -> chunks(digits);
      case Place.ImagesFolder _ -> channels(claims);
      case Place.ChannelFolder(var channel) -> images(claims, channel);
    };
  }

  private Entry folder(Place.Folder folder) {
    return new Entry(folder, 0, Instant.EPOCH);
  }

  private List<Entry> chunks(String digits) throws IOException {
    var entries = new ArrayList<Entry>();
    for (var sha256 : chunks.list(digits)) {
      chunks
          .find(sha256)
          .ifPresent(
              f -> entries.add(new Entry(new Place.ChunkFile(sha256), f.stored(), f.asked())));
    }
    return entries;
  }

  /// The channel of a ticket is shown even before its first image.
  private List<Entry> channels(Claims claims) throws IOException {
    var ofTicket = claims instanceof Ticket t ? Stream.of(t.channel()) : Stream.<String>empty();
    return Stream.concat(images.channels().stream(), ofTicket)
        .distinct()
        .filter(channel -> Rights.sees(claims, channel))
        .map(channel -> folder(new Place.ChannelFolder(channel)))
        .toList();
  }

  private List<Entry> images(Claims claims, String channel) throws IOException {
    var entries = new ArrayList<Entry>();
    for (ImageName name : images.list(channel)) {
      if (Rights.sees(claims, name)) {
        find(new Place.ManifestFile(name)).ifPresent(entries::add);
        find(new Place.ImageFile(name)).ifPresent(entries::add);
      }
    }
    return entries;
  }
}
