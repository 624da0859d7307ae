package org.cardshop.warehouse.room;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.cardshop.warehouse.room.Room.Disk;
import org.cardshop.warehouse.room.Room.Lack;
import org.cardshop.warehouse.store.Grant;

/// Bytes that were promised and have not arrived, by grant. Has no effects; not for several threads
/// at once. The disk is looked at only when something new is promised, and it must be what it is
/// then: a byte counts as arriving until after it counts on the disk, so none is ever missed.
final class Promises {
  private final Room room;
  private final Map<Grant, Promise> open = new HashMap<>();
  private long all;

  private static final class Promise {
    private int sessions;
    private long bytes;
    private boolean isSaid;
  }

  Promises(Room room) {
    this.room = room;
  }

  /// Bytes that are promised or arriving.
  long all() {
    return all;
  }

  /// A session of the grant begins.
  void come(Grant grant) {
    open.computeIfAbsent(grant, _ -> new Promise()).sessions++;
  }

  /// A session ends. What was promised to the grant ends with its last one.
  void go(Grant grant) {
    var promise = of(grant);
    promise.sessions--;
    if (promise.sessions == 0) {
      all -= promise.bytes;
      open.remove(grant);
    }
  }

  /// The grant says that it will bring so many bytes from now on. When there is no room for them,
  /// what it was promised before stays.
  Optional<Lack> say(Grant grant, long bytes, Supplier<Disk> disk) {
    var promise = of(grant);
    promise.isSaid = true;
    return promise(promise, bytes, disk);
  }

  /// The grant wants to bring something. When it never said how much, it may be all that its ticket
  /// is for.
  ///
  /// @param most bytes, as far as that is known
  Optional<Lack> begin(Grant grant, Optional<Long> most, Supplier<Disk> disk) {
    var promise = of(grant);
    if (promise.bytes > 0) {
      return Optional.empty();
    }
    return promise.isSaid || most.isEmpty()
        ? room.lack(disk.get(), all, 1)
        : promise(promise, most.get(), disk);
  }

  /// Bytes of the grant arrive. Beyond what it was promised, they must find room as they come.
  Optional<Lack> arrive(Grant grant, long bytes, Supplier<Disk> disk) {
    var promise = of(grant);
    if (promise.bytes < bytes) {
      var lack = promise(promise, bytes, disk);
      if (lack.isPresent()) {
        return lack;
      }
    }
    promise.bytes -= bytes;
    return Optional.empty();
  }

  /// Bytes that were arriving are on the disk, or will not come there.
  void arrived(long bytes) {
    all -= bytes;
  }

  private Optional<Lack> promise(Promise promise, long bytes, Supplier<Disk> disk) {
    var others = all - promise.bytes;
    var lack = room.lack(disk.get(), others, bytes);
    if (lack.isEmpty()) {
      all = others + bytes;
      promise.bytes = bytes;
    }
    return lack;
  }

  private Promise of(Grant grant) {
    var promise = open.get(grant);
    if (promise == null) {
      throw new IllegalStateException("no session of " + grant + " is open");
    }
    return promise;
  }
}
