package org.cardshop.warehouse.ftp;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.ftpserver.ftplet.DefaultFtpReply;
import org.apache.ftpserver.ftplet.FtpReply;
import org.cardshop.core.image.Sha256;
import org.cardshop.warehouse.store.Refusal;

/// Answers on the control connection.
final class Replies {
  /// A reply names at most so many missing chunks; the rest is named the next time.
  private static final int MOST_MISSING = 1000;

  private Replies() {}

  static FtpReply reply(int code, String sentence) {
    return new DefaultFtpReply(code, sentence);
  }

  static FtpReply of(Refusal refusal) {
    return reply(refusal.code(), refusal.sentence());
  }

  /// A line `missing <sha256>` for each chunk to store before the manifest is put again.
  static FtpReply missing(List<Sha256> chunks) {
    return reply(
        550,
        Stream.of(
                Stream.of(chunks.size() + " chunks of this image are missing:"),
                chunks.stream().limit(MOST_MISSING).map(chunk -> "missing " + chunk),
                Stream.of("Store them, then put the manifest again"))
            .flatMap(lines -> lines)
            .collect(Collectors.joining("\n")));
  }
}
