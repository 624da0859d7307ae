package org.cardshop.platform;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import org.testcontainers.utility.DockerImageName;

/// Images for tests with real servers. Without a Docker engine or without the image the tests are
/// skipped within seconds.
public final class Containers {
  private Containers() {}

  /// The image, which the engine has now.
  public static DockerImageName image(String name) {
    assumeTrue(succeeds("docker", "version"), "skipped: no Docker engine can be reached");
    assumeTrue(
        succeeds("docker", "image", "inspect", name),
        "skipped: the Docker engine does not have the image; fetch it with `docker pull "
            + name
            + "`");
    return DockerImageName.parse(name);
  }

  private static boolean succeeds(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false; // no docker command
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while asking Docker", e);
    }
  }
}
