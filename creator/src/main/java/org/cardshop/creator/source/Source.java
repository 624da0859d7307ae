package org.cardshop.creator.source;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Locale;

/// A content that can be asked for and read. Any failure is a sentence for a person.
public interface Source {
  /// Asks whether the content is there, without reading it.
  Found find() throws IOException, InterruptedException;

  /// Opens the content at a position, or at its start when the source cannot go elsewhere.
  ///
  /// @param found what [#find()] answered; the opened content is of that version
  Opened open(long position, Found found) throws IOException, InterruptedException;

  /// As it may be told: without a login.
  static String shown(URI uri) {
    var login = uri.getRawUserInfo();
    return login == null ? uri.toString() : uri.toString().replace(login + "@", "");
  }

  /// @param url one that a recipe may hold: absolute, `file:`, `http:`, `https:` or `ftp:`
  static Source at(String url, Reach reach) {
    var uri = URI.create(url);
    var content =
        switch (uri.getScheme().toLowerCase(Locale.ROOT)) {
          case "file" -> new FileSource(Path.of(uri));
          case "ftp" -> new FtpSource(uri);
          default -> new HttpSource(URI.create(uri.toASCIIString()), reach);
        };
    return new Fenced(uri, reach, content);
  }
}
