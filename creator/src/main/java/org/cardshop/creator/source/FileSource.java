package org.cardshop.creator.source;

import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.OptionalLong;

/// A file on this machine.
record FileSource(Path file) implements Source {
  @Override
  public Found find() throws IOException {
    try {
      var is = Files.readAttributes(file, BasicFileAttributes.class);
      if (!is.isRegularFile() || !Files.isReadable(file)) {
        throw new IOException(file + " is not a file that can be read");
      }
      return new Found(
          OptionalLong.of(is.size()),
          Optional.of(is.size() + " " + is.lastModifiedTime() + " " + is.fileKey()));
    } catch (NoSuchFileException e) {
      throw new IOException("there is no file " + file, e);
    }
  }

  @Override
  public Opened open(long position, Found found) throws IOException {
    var channel = FileChannel.open(file);
    channel.position(position);
    return new Opened(Channels.newInputStream(channel), position);
  }
}
