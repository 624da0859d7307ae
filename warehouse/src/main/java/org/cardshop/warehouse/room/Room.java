package org.cardshop.warehouse.room;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// How full uploads may make the warehouse. Pure.
///
/// @param keepFree bytes of its disk that they leave free; manifests still find room there
/// @param quota bytes that the warehouse may hold in all; empty: as many as its disk
public record Room(long keepFree, OptionalLong quota) {
  /// Without room for so little there is none, in bytes.
  private static final long LITTLE = 64 << 10;

  private static final String MORE_DISK =
      "Delete images, give it a larger disk or lower CARDSHOP_KEEP_FREE, then try again";
  private static final String MORE_QUOTA = "Delete images or raise CARDSHOP_QUOTA, then try again";

  /// What is true at one moment.
  ///
  /// @param free bytes that the disk still has
  /// @param held bytes that lie in the warehouse; 0 where no quota asks for them
  public record Disk(long free, long held) {}

  /// What stands in the way of bytes that someone wants to bring.
  public sealed interface Lack {
    /// Bytes that are wanted.
    long wanted();

    /// Bytes that there are too few.
    long missing();

    /// The disk would have less than is to be kept free.
    record OfDisk(long wanted, long missing) implements Lack {}

    /// The warehouse would hold more than its quota.
    record OfQuota(long wanted, long missing) implements Lack {}

    /// What is missing, and what to do.
    default String sentence() {
      return switch (this) {
        case OfDisk _ when wanted() < LITTLE -> "The warehouse's disk is full. " + MORE_DISK;
        case OfDisk _ -> noRoom() + " on its disk. " + MORE_DISK;
        case OfQuota _ when wanted() < LITTLE -> "The warehouse's quota is used up. " + MORE_QUOTA;
        case OfQuota _ -> noRoom() + " within its quota. " + MORE_QUOTA;
      };
    }

    private String noRoom() {
      return "The warehouse has no room for "
          + amount(wanted())
          + ": "
          + amount(missing())
          + " are missing";
    }
  }

  /// Why so many bytes cannot be promised; nothing when they can.
  ///
  /// @param promised bytes that are promised to others
  public Optional<Lack> lack(Disk disk, long promised, long wanted) {
    long ofDisk = wanted + promised + keepFree - disk.free();
    long ofQuota =
        quota.isPresent() ? wanted + promised + disk.held() - quota.getAsLong() : Long.MIN_VALUE;
    return ofDisk <= 0 && ofQuota <= 0
        ? Optional.empty()
        : Optional.of(
            ofDisk >= ofQuota
                ? new Lack.OfDisk(wanted, ofDisk)
                : new Lack.OfQuota(wanted, ofQuota));
  }

  /// Rounded up: whoever makes so much room has made enough.
  private static String amount(long bytes) {
    return bytes < 1_000_000
        ? bytes + " bytes"
        : bytes < 1_000_000_000
            ? String.format(Locale.ROOT, "%.1f MB", Math.ceil(bytes / 1e5) / 10)
            : String.format(Locale.ROOT, "%.1f GB", Math.ceil(bytes / 1e8) / 10);
  }
}
