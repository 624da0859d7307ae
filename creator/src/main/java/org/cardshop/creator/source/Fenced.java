package org.cardshop.creator.source;

import java.io.IOException;
import java.net.URI;

/// A content that is asked for only when it is within reach.
record Fenced(URI uri, Reach reach, Source content) implements Source {
  @Override
  public Found find() throws IOException, InterruptedException {
    reach.require(uri);
    return content.find();
  }

  @Override
  public Opened open(long position, Found found) throws IOException, InterruptedException {
    reach.require(uri);
    return content.open(position, found);
  }
}
