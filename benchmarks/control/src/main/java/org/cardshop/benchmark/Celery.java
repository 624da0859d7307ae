package org.cardshop.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cardshop.platform.wire.Json;

/// Celery on the plant's own RabbitMQ: `peer/peer.py` does the work.
final class Celery {
  /// Debian's, whose package python3-celery is.
  private static final String PYTHON = "/usr/bin/python3";

  private Celery() {}

  static Map<String, Double> latency(Plant plant, int samples)
      throws IOException, InterruptedException {
    var said = run(plant, List.of("latency", "" + samples));
    return Map.of("p50 ms", said.path("p50").asDouble(), "p99 ms", said.path("p99").asDouble());
  }

  static Map<String, Double> throughput(Plant plant, int tasks, boolean withResults)
      throws IOException, InterruptedException {
    var said =
        run(plant, List.of("throughput", "" + tasks, withResults ? "results" : "no-results"));
    double seconds = said.path("seconds").asDouble();
    return Map.of("per second", tasks / seconds, "seconds", seconds);
  }

  private static ObjectNode run(Plant plant, List<String> arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of(PYTHON, script().toString()));
    command.addAll(arguments);
    var builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(new HashMap<>(Map.of("PEER_BROKER", plant.amqpWithLogin())));
    var process = builder.start();
    var said = process.getInputStream().readAllBytes();
    if (process.waitFor() != 0) {
      throw new IOException(
          "Celery failed (its words are above): " + new String(said, StandardCharsets.UTF_8));
    }
    return Json.parseObject(said);
  }

  private static Path script() {
    return Path.of(System.getProperty("benchmark.home", "."), "peer", "peer.py").toAbsolutePath();
  }
}
