package org.cardshop.platform.warehouse;

import java.io.IOException;
import java.io.InputStream;

/// Gives a stored chunk's bytes, from the beginning each time it is asked.
public interface FrameSource {
  InputStream open() throws IOException;
}
