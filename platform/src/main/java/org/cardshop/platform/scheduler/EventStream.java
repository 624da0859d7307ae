package org.cardshop.platform.scheduler;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.cardshop.platform.wire.Fields;

/// What the scheduler tells of changes, one after the other (HTML Living Standard §9.2). To be read
/// by one thread; closing it, which any may do, ends the reading.
public final class EventStream implements AutoCloseable {
  /// The state of something that changed.
  ///
  /// @param id to go on from
  /// @param kind of what changed: `order` or `task`
  /// @param state as the API shows it
  public record Event(String id, String kind, Fields state) {}

  private final InputStream in;
  private final BufferedReader lines;

  EventStream(InputStream in) {
    this.in = in;
    this.lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
  }

  /// Waits for the next word: an event, or a sign of life without one.
  ///
  /// @return empty for a mere sign of life
  /// @throws IOException at the end
  public Optional<Event> next() throws IOException {
    var id = "";
    var kind = "";
    var data = "";
    for (var line = line(); !line.isEmpty(); line = line()) {
      if (line.startsWith("id: ")) {
        id = line.substring("id: ".length());
      } else if (line.startsWith("event: ")) {
        kind = line.substring("event: ".length());
      } else if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      }
    }
    return data.isEmpty()
        ? Optional.empty()
        : Optional.of(new Event(id, kind, Fields.of(data.getBytes(StandardCharsets.UTF_8))));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }

  private String line() throws IOException {
    var line = lines.readLine();
    if (line == null) {
      throw new IOException("the scheduler tells no more");
    }
    return line;
  }
}
