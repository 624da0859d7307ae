package org.cardshop.writer.card;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.cardshop.writer.card.CardProgress.Verifying;
import org.cardshop.writer.card.CardProgress.Warning;
import org.cardshop.writer.chunk.ChunkMemory;
import org.cardshop.writer.chunk.ImageSource;
import org.cardshop.writer.device.BlockDevice;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.MediumId;
import org.cardshop.writer.device.PlainFile;
import org.cardshop.writer.slot.Look;
import org.cardshop.writer.slot.Place;

/// Compares cards with images without writing anything.
public final class CardCheck {
  private final Tools tools;

  public CardCheck(ChunkMemory memory, InstantSource clock) {
    tools = new Tools(memory, clock, Tuning.USUAL, System::nanoTime);
  }

  /// Reads every data and zero byte from the medium; of the image only the manifest is used.
  /// Cancelled by interrupting the calling thread.
  ///
  /// @throws IllegalArgumentException when this program cannot read images so cut
  public CheckOutcome check(Place place, ImageSource image, CardListener listener) {
    try (var requests = new Requests(open(place))) {
      var device = requests.device();
      return device.size() < image.manifest().size()
          ? new CheckOutcome.Differs(
              place + " holds " + device.size() + " bytes, fewer than the image has.")
          : compare(place, requests, image, listener);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new CheckOutcome.Cancelled();
    } catch (BadCardException e) {
      return new CheckOutcome.Differs(String.valueOf(e.getMessage()));
    } catch (PulledException e) {
      return new CheckOutcome.Unreadable(place + " no longer holds the card it held.");
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

  private CheckOutcome compare(
      Place place, Requests requests, ImageSource image, CardListener listener)
      throws IOException, BadCardException, InterruptedException {
    var begun = tools.clock().instant();
    var tuning = tools.tuning();
    var device = requests.device();
    var medium = device.medium();
    try (var watch = new Watch(() -> isIn(place, medium), tuning.lookEvery())) {
      var lanes =
          new Lanes(
              requests,
              watch,
              tuning,
              tools.ticker(),
              sentence -> listener.on(new Warning(sentence)));
      lanes.ask(Device::forget);
      var io = new StretchIo(requests, image, tools.memory());
      var stretches = CardMap.of(image.manifest(), device.block(), device.size(), List.of());
      long total = stretches.stream().mapToLong(Stretch::length).sum();
      var meter =
          new Meter(listener, bytes -> new Verifying(bytes, total), tools.ticker(), 0, _ -> {});
      lanes.run(
          tuning.readsInFlight(),
          stretches,
          stretch -> {
            var wrong = io.firstWrong(stretch, stretch.offset(), stretch.end());
            if (wrong.isPresent()) {
              throw new BadCardException(
                  place + " differs from the image at byte " + wrong.getAsLong() + ".");
            }
            meter.move(stretch.length());
          });
      lanes.ask(_ -> {
        if (!isIn(place, medium)) {
          throw new PulledException();
        }
      });
      return new CheckOutcome.Matches(total, Duration.between(begun, tools.clock().instant()));
    }
  }

  private static boolean isIn(Place place, MediumId medium) throws IOException {
    return place.look() instanceof Look.Medium seen && seen.id().equals(medium);
  }
}
