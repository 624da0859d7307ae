package org.cardshop.writer.card;

import java.time.Instant;
import java.util.Optional;
import org.cardshop.core.image.Sha256;
import org.cardshop.writer.device.MediumId;

/// What was proved of one card: nothing in it is a claim of the card's own but its identity.
///
/// @param sha256 digest of the image that the card holds, its free bytes taken as zero
/// @param finished when the last byte had been read back
/// @param program version of what wrote the card
public record Certificate(
    Card card,
    String image,
    Sha256 sha256,
    long imageSize,
    WriteMode mode,
    Counts counts,
    Speed writing,
    Speed verifying,
    Instant begun,
    Instant finished,
    String program) {

  /// The card as its reader shows it.
  ///
  /// @param place where it was written
  /// @param serial the card's own number (the CID of an SD card) where the reader tells it
  /// @param details maker and model; may be empty
  /// @param size capacity as claimed, in bytes
  /// @param block unit of direct I/O, in bytes
  public record Card(
      MediumId medium,
      String place,
      Optional<String> serial,
      String details,
      long size,
      int block) {}

  /// @param dataWritten bytes, without rewrites; in repair mode those that differed
  /// @param zeroWritten bytes made zero, likewise
  /// @param dataVerified bytes of the image read back past every cache and found right
  /// @param zeroVerified bytes read back and found zero
  /// @param stamps blocks outside the image's data that proved the capacity; 0 when the image
  ///   leaves no room for them: then its own bytes are the proof
  /// @param provedTo every address that was proved lies below this one
  /// @param rewrites stretches that came back wrong and were written again, each time counted
  /// @param repaired in repair mode, stretches that differed before
  public record Counts(
      long dataWritten,
      long zeroWritten,
      long dataVerified,
      long zeroVerified,
      int stamps,
      long provedTo,
      int rewrites,
      int repaired) {
    public long written() {
      return dataWritten + zeroWritten;
    }

    public long verified() {
      return dataVerified + zeroVerified;
    }
  }

  public Certificate {
    if (finished.isBefore(begun)) {
      finished = begun; // The host's clock was set back meanwhile.
    }
  }
}
