package org.cardshop.warehouse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cardshop.platform.runtime.Settings;
import org.cardshop.platform.runtime.WrongUsageException;
import org.cardshop.platform.tls.Pem;
import org.cardshop.platform.warehouse.Trust;
import org.cardshop.warehouse.ftp.Limits;
import org.cardshop.warehouse.room.Room;
import org.junit.jupiter.api.Test;

class WarehouseConfigTest {
  @Test
  void twoSettingsSuffice() {
    var config =
        read(Map.of("CARDSHOP_DATA", "/data", "CARDSHOP_SCHEDULER_URL", "http://scheduler:8000"));

    assertEquals(
        new WarehouseConfig(
            Path.of("/data"),
            URI.create("http://scheduler:8000"),
            "0.0.0.0",
            2121,
            "2122-2221",
            Optional.empty(),
            true,
            new Trust.Platform(),
            new Room(500_000_000, OptionalLong.empty()),
            Bench.LIMITS),
        config);
  }

  @Test
  void everythingCanBeSet() {
    var config =
        read(
            Map.of(
                "CARDSHOP_DATA", "/data",
                "CARDSHOP_SCHEDULER_URL", "http://scheduler:8000",
                "CARDSHOP_BIND", "127.0.0.1",
                "CARDSHOP_FTP_PORT", "21",
                "CARDSHOP_FTP_PASSIVE_PORTS", "3000-3010",
                "CARDSHOP_TLS_CERTIFICATE", "/c.pem",
                "CARDSHOP_TLS_KEY", "/k.pem",
                "CARDSHOP_TRUST", "/ca.pem",
                "CARDSHOP_FTP_TLS", "offered",
                "CARDSHOP_KEEP_FREE", "0"));

    assertEquals(
        new WarehouseConfig(
            Path.of("/data"),
            URI.create("http://scheduler:8000"),
            "127.0.0.1",
            21,
            "3000-3010",
            Optional.of(new Pem(Path.of("/c.pem"), Path.of("/k.pem"))),
            false,
            new Trust.Pem(Path.of("/ca.pem")),
            new Room(0, OptionalLong.empty()),
            Bench.LIMITS),
        config);
  }

  @Test
  void roomAndPatienceCanBeSet() {
    var config =
        read(
            Map.of(
                "CARDSHOP_DATA", "/data",
                "CARDSHOP_SCHEDULER_URL", "http://scheduler:8000",
                "CARDSHOP_KEEP_FREE", "20GB",
                "CARDSHOP_QUOTA", "1.5TB",
                "CARDSHOP_FTP_IDLE_SECONDS", "1",
                "CARDSHOP_FTP_STALL_SECONDS", "2",
                "CARDSHOP_FTP_GRACE_SECONDS", "3"));

    assertEquals(new Room(20_000_000_000L, OptionalLong.of(1_500_000_000_000L)), config.room());
    assertEquals(
        new Limits(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(3)),
        config.limits());
  }

  @Test
  void everyProblemIsReportedAtOnce() {
    var settings =
        Map.of(
            "CARDSHOP_FTP_PASSIVE_PORTS", "some",
            "CARDSHOP_TLS_CERTIFICATE", "/c.pem",
            "CARDSHOP_FTP_TLS", "maybe",
            "CARDSHOP_KEEP_FREE", "9000PB",
            "CARDSHOP_QUOTA", "0",
            "CARDSHOP_FTP_IDLE_SECONDS", "0",
            "CARDSHOP_FTP_STALL_SECONDS", "soon",
            "CARDSHOP_FTP_GRACE_SECONDS", "86401");

    var problems =
        String.valueOf(assertThrows(WrongUsageException.class, () -> read(settings)).getMessage());

    for (var name :
        new String[] {
          "DATA",
          "SCHEDULER_URL",
          "FTP_PASSIVE_PORTS",
          "TLS_KEY",
          "FTP_TLS",
          "KEEP_FREE",
          "QUOTA",
          "FTP_IDLE_SECONDS",
          "FTP_STALL_SECONDS",
          "FTP_GRACE_SECONDS"
        }) {
      assertTrue(problems.contains("CARDSHOP_" + name), problems);
    }
  }

  private static WarehouseConfig read(Map<String, String> environment) {
    return WarehouseConfig.from(new Settings(environment));
  }
}
