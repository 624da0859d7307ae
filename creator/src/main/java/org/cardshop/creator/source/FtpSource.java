package org.cardshop.creator.source;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.commons.net.ftp.FTP;
import org.apache.commons.net.ftp.FTPClient;
import org.apache.commons.net.ftp.FTPReply;

/// A content on an FTP server (RFC 959; SIZE, MDTM and REST of RFC 3659), anonymous unless the URL
/// names a user.
record FtpSource(URI uri) implements Source {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int ANY_PORT = 21;

  @Override
  public Found find() throws IOException {
    var client = login();
    try {
      var size = client.getSize(uri.getPath());
      if (size == null) {
        throw new IOException(
            "there is no " + Source.shown(uri) + ": " + client.getReplyString().strip());
      }
      return new Found(
          OptionalLong.of(Long.parseLong(size)),
          Optional.ofNullable(client.getModificationTime(uri.getPath())));
    } finally {
      client.disconnect();
    }
  }

  @Override
  public Opened open(long position, Found found) throws IOException {
    var client = login();
    client.setRestartOffset(position);
    var stream = client.retrieveFileStream(uri.getPath());
    if (stream == null) {
      var reply = client.getReplyString().strip();
      client.disconnect();
      throw new IOException("cannot fetch " + Source.shown(uri) + ": " + reply);
    }
    return new Opened(closing(stream, client), position);
  }

  private FTPClient login() throws IOException {
    var client = new FTPClient();
    client.setSocketFactory(new ChannelSockets());
    client.setConnectTimeout((int) PATIENCE.toMillis());
    client.setDefaultTimeout((int) PATIENCE.toMillis());
    client.setDataTimeout(PATIENCE);
    client.setControlEncoding("UTF-8");
    client.connect(uri.getHost(), uri.getPort() < 0 ? ANY_PORT : uri.getPort());
    var user = Optional.ofNullable(uri.getUserInfo()).orElse("anonymous:cardshop").split(":", 2);
    if (!FTPReply.isPositiveCompletion(client.getReplyCode())
        || !client.login(user[0], user.length > 1 ? user[1] : "")) {
      var reply = client.getReplyString().strip();
      client.disconnect();
      throw new IOException(uri.getHost() + " lets us not in: " + reply);
    }
    client.enterLocalPassiveMode();
    client.setFileType(FTP.BINARY_FILE_TYPE);
    return client;
  }

  private static InputStream closing(InputStream stream, FTPClient client) {
    return new FilterInputStream(stream) {
      @Override
      public int read(byte[] into, int from, int length) throws IOException {
        return in.read(into, from, length);
      }

      @Override
      public void close() throws IOException {
        try (stream) {
          client.disconnect();
        }
      }
    };
  }
}
