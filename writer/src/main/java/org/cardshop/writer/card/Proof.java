package org.cardshop.writer.card;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cardshop.writer.device.BlockDevice;
import org.cardshop.writer.device.BlockNode;
import org.cardshop.writer.device.Device;
import org.cardshop.writer.device.PlainFile;
import org.cardshop.writer.device.Stat;
import org.cardshop.writer.slot.Place;

/// Proves a target before its first byte is written. Everything that can be known without opening
/// it for writing is looked at first; then the kernel's exclusive claim is taken, and what the open
/// descriptor says decides.
public final class Proof {
  private Proof() {}

  /// @return the target, opened and held; to be closed by the caller
  /// @throws RefusedException with every reason; nothing was written
  public static ProvenCard of(Place place, Conditions conditions) throws RefusedException {
    try {
      return switch (place) {
        case Place.Block block -> block(block, conditions);
        case Place.File file -> file(file, conditions);
      };
    } catch (IOException e) {
      throw new RefusedException(List.of(place + ": " + e.getMessage()));
    }
  }

  private static ProvenCard block(Place.Block place, Conditions conditions)
      throws IOException, RefusedException {
    var stat = Stat.of(place.path());
    if (!stat.isBlockDevice()) {
      throw refused(place, List.of("is not a block device."));
    }
    var node = stat.device();
    refuseIfAny(place, closed(node, conditions));
    var device = BlockDevice.openToWrite(place.path());
    try {
      refuseIfAny(place, opened(device, node));
      return proven(place, device, conditions);
    } catch (IOException | RefusedException | RuntimeException e) {
      device.close();
      throw e;
    }
  }

  private static List<String> closed(BlockNode node, Conditions conditions) throws IOException {
    if (node.isPartition()) {
      return List.of("is a partition; name the whole device, " + node.disk().name() + ".");
    }
    var reasons = new ArrayList<>(Usage.ofThisSystem().of(node));
    if (!conditions.allowFixed() && !isCard(node)) {
      reasons.add(
          "is not removable; if it really is to be overwritten, allow it by --allow-fixed.");
    }
    return reasons;
  }

  private static List<String> opened(BlockDevice device, BlockNode expected) throws IOException {
    var reasons = new ArrayList<String>();
    if (!device.node().equals(expected)) {
      reasons.add("changed while it was looked at; try again.");
    }
    if (device.isReadOnly()) {
      reasons.add("is write-protected; move the card's lock or use another card.");
    }
    // Mounting and claiming go on until the claim is ours; ours excludes them from here.
    reasons.addAll(Usage.ofThisSystem().of(device.node()));
    return reasons;
  }

  private static ProvenCard file(Place.File place, Conditions conditions)
      throws IOException, RefusedException {
    var found = Stat.of(place.path());
    if (!found.isPlainFile()) {
      throw refused(place, List.of("is not a plain file."));
    }
    if (!found.isWritable()) {
      throw refused(place, List.of("is read-only; make it writable or use another."));
    }
    var file = PlainFile.openToWrite(place.path());
    try {
      refuseIfAny(place, Usage.ofThisSystem().of(file.stat()));
      return proven(place, file, conditions);
    } catch (IOException | RefusedException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /// What every kind of target must meet.
  private static ProvenCard proven(Place place, Device device, Conditions conditions)
      throws IOException, RefusedException {
    var reasons = new ArrayList<String>();
    if (device.size() < conditions.imageSize()) {
      reasons.add(
          "holds "
              + device.size()
              + " bytes, the image needs "
              + conditions.imageSize()
              + "; use a larger one.");
    }
    conditions
        .ceiling()
        .ifPresent(most -> {
          if (device.size() > most) {
            reasons.add("holds " + device.size() + " bytes, more than the " + most + " allowed.");
          }
        });
    var card = new ProvenCard(place, device, device.medium());
    if (conditions.confirmed().filter(c -> !c.equals(card.medium())).isPresent()) {
      reasons.add("does not hold the card that was confirmed; confirm the one in it now.");
    } else if (!card.isStillThere()) {
      reasons.add("changed while it was looked at; try again.");
    }
    refuseIfAny(place, reasons);
    return card;
  }

  /// A built-in reader says that it cannot be removed, but of its card that it is an SD card.
  private static boolean isCard(BlockNode node) throws IOException {
    return node.attribute("removable").equals(Optional.of("1"))
        || node.attribute("device/type").equals(Optional.of("SD"));
  }

  private static void refuseIfAny(Place place, List<String> reasons) throws RefusedException {
    if (!reasons.isEmpty()) {
      throw refused(place, reasons);
    }
  }

  private static RefusedException refused(Place place, List<String> reasons) {
    return new RefusedException(reasons.stream().map(r -> place + " " + r).toList());
  }
}
