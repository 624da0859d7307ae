package org.cardshop.warehouse.room;

import java.io.IOException;
import java.util.Optional;
import org.cardshop.core.identity.Claims.Ticket;
import org.cardshop.warehouse.room.Room.Disk;
import org.cardshop.warehouse.room.Room.Lack;
import org.cardshop.warehouse.store.Grant;
import org.cardshop.warehouse.store.Refusal;
import org.cardshop.warehouse.store.Shelves;

/// The room that is kept for uploads: no two of them together fill the disk. Nothing of it lasts: a
/// reservation ends with the last session of its grant, and with the process.
public final class Reservations {
  private final Shelves shelves;
  private final Room room;
  private final Promises promises;
  private long held;
  private long arrivedSince;

  /// @throws IOException when what lies here cannot be counted
  public Reservations(Shelves shelves, Room room) throws IOException {
    this.shelves = shelves;
    this.room = room;
    this.promises = new Promises(room);
    count();
  }

  /// Counts anew what the warehouse holds, as far as a quota asks for it. In between, what arrives
  /// is added; what goes still counts until the next time.
  public void count() throws IOException {
    if (room.quota().isEmpty()) {
      return;
    }
    synchronized (this) {
      arrivedSince = 0;
    }
    var found = shelves.weight();
    synchronized (this) {
      held = found + arrivedSince;
    }
  }

  /// Bytes that are promised or arriving.
  public synchronized long reserved() {
    return promises.all();
  }

  /// A session of an upload begins.
  public synchronized void come(Ticket ticket) {
    promises.come(Grant.of(ticket));
  }

  /// It ends.
  public synchronized void go(Ticket ticket) {
    promises.go(Grant.of(ticket));
  }

  /// Reserves what someone says that they will bring, in place of what was reserved for them.
  ///
  /// @throws Refusal 452 when there is no room; what was reserved before stays
  public synchronized void say(Ticket ticket, long bytes) throws Refusal {
    require(promises.say(Grant.of(ticket), bytes, this::disk));
  }

  /// To be called before something is stored. Who never said how much it will be reserves all that
  /// the ticket is for, unless that has no bound.
  ///
  /// @param left bytes that the ticket may still move
  /// @throws Refusal 452 when there is no room
  public synchronized void begin(Ticket ticket, long left) throws Refusal {
    var most = ticket.bytes() < Ticket.ANY_SIZE ? Optional.of(left) : Optional.<Long>empty();
    require(promises.begin(Grant.of(ticket), most, this::disk));
  }

  /// To be called before bytes are written, and [#arrived] after.
  ///
  /// @throws Refusal 452 when they are beyond what was reserved and there is no room
  public synchronized void arrive(Ticket ticket, long bytes) throws Refusal {
    require(promises.arrive(Grant.of(ticket), bytes, this::disk));
  }

  /// @param written how many of them are on the disk
  public synchronized void arrived(long bytes, long written) {
    promises.arrived(bytes);
    held += written;
    arrivedSince += written;
  }

  private Disk disk() {
    return new Disk(shelves.root().toFile().getUsableSpace(), held);
  }

  private static void require(Optional<Lack> lack) throws Refusal {
    if (lack.isPresent()) {
      throw new Refusal(452, lack.get().sentence());
    }
  }
}
