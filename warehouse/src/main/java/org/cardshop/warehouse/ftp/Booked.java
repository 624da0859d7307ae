package org.cardshop.warehouse.ftp;

import java.io.IOException;
import java.io.OutputStream;
import org.cardshop.core.identity.Claims.Ticket;
import org.cardshop.warehouse.room.Reservations;
import org.cardshop.warehouse.store.Part;
import org.cardshop.warehouse.store.Refusal;

/// A part of which each byte takes room that is reserved, or finds some.
final class Booked extends OutputStream {
  private final Part part;
  private final Reservations reservations;
  private final Ticket ticket;

  Booked(Part part, Reservations reservations, Ticket ticket) {
    this.part = part;
    this.reservations = reservations;
    this.ticket = ticket;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    reserve(length);
    long written = 0;
    try {
      part.write(bytes, offset, length);
      written = length;
    } finally {
      reservations.arrived(length, written);
    }
  }

  @Override
  public void close() throws IOException {
    part.close();
  }

  private void reserve(int length) throws IOException {
    try {
      reservations.arrive(ticket, length);
    } catch (Refusal e) {
      throw part.refuse(e);
    }
  }
}
