package org.cardshop.allinone;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.cardshop.manager.ManagerConfig;

/// How the embedded product is started.
///
/// @param data folder for all that it keeps
/// @param httpPort of the API; 0 takes any
/// @param managerPort of the web manager; 0 takes any
/// @param ftpPort of the warehouse; 0 takes any
/// @param writer what the environment would tell a writer about its slots: CARDSHOP_SLOTS and
///   others
/// @param warehouse what the environment would tell a warehouse about its room
/// @param adminPassword the first user's; without it one is made and kept in the data folder
/// @param offer what the form of an order offers
record Options(
    Path data,
    int httpPort,
    int managerPort,
    int ftpPort,
    Map<String, String> writer,
    Map<String, String> warehouse,
    Optional<String> adminPassword,
    ManagerConfig.Offer offer) {

  Options {
    writer = Map.copyOf(writer);
    warehouse = Map.copyOf(warehouse);
  }

  /// With nothing to choose from.
  Options(
      Path data,
      int httpPort,
      int managerPort,
      int ftpPort,
      Map<String, String> writer,
      Map<String, String> warehouse,
      Optional<String> adminPassword) {
    this(
        data,
        httpPort,
        managerPort,
        ftpPort,
        writer,
        warehouse,
        adminPassword,
        ManagerConfig.Offer.NOTHING);
  }

  /// With a warehouse that has all the room it usually has.
  Options(
      Path data,
      int httpPort,
      int managerPort,
      int ftpPort,
      Map<String, String> writer,
      Optional<String> adminPassword) {
    this(data, httpPort, managerPort, ftpPort, writer, Map.of(), adminPassword);
  }

  Options offering(ManagerConfig.Offer other) {
    return new Options(
        data, httpPort, managerPort, ftpPort, writer, warehouse, adminPassword, other);
  }
}
