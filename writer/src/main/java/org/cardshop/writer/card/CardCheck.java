package org.cardshop.writer.card;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.cardshop.writer.card.CardProgress.Verifying;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.ImageSource;
import org.cardshop.writer.device.BlockDevice;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.PlainFile;
import org.cardshop.writer.slot.Place;

/// Compares cards with images without writing anything.
public final class CardCheck {
  private static final int READS_IN_FLIGHT = 4;

  private final ChunkMemory memory;
  private final InstantSource clock;

  public CardCheck(ChunkMemory memory, InstantSource clock) {
    this.memory = memory;
    this.clock = clock;
  }

  /// Reads every data and zero byte from the medium; of the image only the manifest is used.
  /// Cancelled by interrupting the calling thread.
  ///
  /// @throws IllegalArgumentException when this program cannot read images so cut
  public CheckOutcome check(Place place, ImageSource image, CardListener listener) {
    try (var device = open(place)) {
      return device.size() < image.manifest().size()
          ? new CheckOutcome.Differs(
              place + " holds " + device.size() + " bytes, fewer than the image has.")
          : compare(place, device, image, listener);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CheckOutcome.Cancelled();
    } catch (BadCardException e) {
      return new CheckOutcome.Differs(String.valueOf(e.getMessage()));
    } catch (IOException e) {
      return new CheckOutcome.Unreadable(place + ": " + e.getMessage());
    }
  }

  private static Device open(Place place) throws IOException {
    return switch (place) {
      case Place.Block block -> BlockDevice.openToRead(block.path());
      case Place.File file -> PlainFile.openToRead(file.path());
    };
  }

  private CheckOutcome compare(Place place, Device device, ImageSource image, CardListener listener)
      throws IOException, BadCardException, InterruptedException {
    var begun = clock.instant();
    var io = new StretchIo(device, image, memory);
    var stretches = CardMap.of(image.manifest(), device.block(), device.size(), false);
    long total = stretches.stream().mapToLong(Stretch::length).sum();
    var meter = new Meter(listener, bytes -> new Verifying(bytes, total));
    Lanes.run(
        READS_IN_FLIGHT,
        stretches,
        stretch -> {
          var wrong = io.firstWrong(stretch, stretch.offset(), stretch.end());
          if (wrong.isPresent()) {
            throw new BadCardException(
                place + " differs from the image at byte " + wrong.getAsLong() + ".");
          }
          meter.add(stretch.length());
        });
    return new CheckOutcome.Matches(total, Duration.between(begun, clock.instant()));
  }
}
