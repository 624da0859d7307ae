package org.cardshop.writer.card;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.cardshop.platform.wire.Json;

/// A certificate as a file: one JSON object. Bytes, bytes a second, seconds; times in UTC.
public final class CertificateJson {
  private CertificateJson() {}

  public static ObjectNode of(Certificate certificate) {
    var json =
        Json.object()
            .put("image", certificate.image())
            .put("sha256", certificate.sha256().hex())
            .put("image_size", certificate.imageSize())
            .put("wipe", certificate.mode().wipe())
            .put("repair", certificate.mode().repair());
    var card = certificate.card();
    json.putObject("card")
        .put("medium", card.medium().text())
        .put("place", card.place())
        .put("serial", card.serial().orElse(null))
        .put("details", card.details())
        .put("size", card.size())
        .put("block", card.block());
    var counts = certificate.counts();
    json.put("data_written", counts.dataWritten())
        .put("zero_written", counts.zeroWritten())
        .put("data_verified", counts.dataVerified())
        .put("zero_verified", counts.zeroVerified())
        .put("stamps", counts.stamps())
        .put("proved_to", counts.provedTo())
        .put("rewrites", counts.rewrites())
        .put("repaired", counts.repaired());
    json.set("writing", speed(certificate.writing()));
    json.set("verifying", speed(certificate.verifying()));
    return json.put("begun", certificate.begun().toString())
        .put("finished", certificate.finished().toString())
        .put("program", certificate.program());
  }

  private static ObjectNode speed(Speed speed) {
    return Json.object()
        .put("bytes", speed.bytes())
        .put("seconds", seconds(speed.time()))
        .put("start", speed.start())
        .put("median", speed.median())
        .put("slowest", speed.slowest());
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1e3;
  }
}
