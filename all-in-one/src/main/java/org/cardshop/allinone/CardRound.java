package org.cardshop.allinone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cardshop.core.image.Manifest;
import org.cardshop.core.task.Product;
import org.cardshop.platform.check.Breach;
import org.cardshop.platform.storage.OrderStore;
import org.cardshop.platform.wire.ManifestJson;
import org.cardshop.writer.card.CardCheck;
import org.cardshop.writer.card.CheckOutcome;
import org.cardshop.writer.chunk.ChunkFolder;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.slot.Look;
import org.cardshop.writer.slot.Slot;

/// Reads the cards in the slots that count for an order and compares them with the order's image.
///
/// @param owners orders by the media that count for them
/// @param warehouse its folder, for the manifests
record CardRound(OrderStore orders, Map<String, String> owners, Path warehouse) {
  /// Cards that count for nothing, and those whose image is gone, are left alone.
  List<Breach> look(List<Slot> slots) throws IOException, InterruptedException {
    var breaches = new ArrayList<Breach>();
    for (var slot : slots) {
      if (slot.place().look() instanceof Look.Medium medium) {
        var order = Optional.ofNullable(owners.get(medium.id().text()));
        var manifest = order.flatMap(this::manifest);
        if (manifest.isPresent()) {
          compare(slot, manifest.get()).ifPresent(breaches::add);
        }
      }
    }
    return breaches;
  }

  private Optional<Manifest> manifest(String id) {
    return orders
        .find(id)
        .flatMap(order ->
            order
                .value()
                .state()
                .storedImage()
                .flatMap(image -> read(order.value().channel(), image)));
  }

  private Optional<Manifest> read(String channel, Product.Image image) {
    var file =
        warehouse.resolve("images").resolve(channel).resolve(image.name() + ".manifest.json");
    try {
      return Files.exists(file)
          ? Optional.of(ManifestJson.read(Files.readAllBytes(file)))
          : Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Optional<Breach> compare(Slot slot, Manifest manifest)
      throws IOException, InterruptedException {
    System.out.println("Reading the card in " + slot.name() + ".");
    try (var memory = ChunkMemory.forCards(1);
        var image = new ChunkFolder(warehouse, manifest, Duration.ZERO)) {
      var check = new CardCheck(memory, InstantSource.system());
      return switch (check.check(slot.place(), image, _ -> {})) {
        case CheckOutcome.Matches _ -> Optional.empty();
        case CheckOutcome.Differs(var sentence) -> Optional.of(breach(slot, sentence));
        case CheckOutcome.Unreadable(var sentence) -> Optional.of(breach(slot, sentence));
        case CheckOutcome.Cancelled _ -> throw new InterruptedException("the check was stopped");
      };
    }
  }

  private static Breach breach(Slot slot, String sentence) {
    return new Breach("I2", "the card in " + slot.name(), "it counts as good, but " + sentence);
  }
}
