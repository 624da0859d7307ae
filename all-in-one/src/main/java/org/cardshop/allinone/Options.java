package org.cardshop.allinone;

import java.nio.file.Path;
import java.util.Optional;

/// How the embedded product is started.
///
/// @param data folder for all that it keeps
/// @param httpPort of the API; 0 takes any
/// @param managerPort of the web manager; 0 takes any
/// @param ftpPort of the warehouse; 0 takes any
/// @param slots as in CARDSHOP_SLOTS
/// @param confirm as in CARDSHOP_CONFIRM
/// @param adminPassword the first user's; without it one is made and kept in the data folder
record Options(
    Path data,
    int httpPort,
    int managerPort,
    int ftpPort,
    String slots,
    String confirm,
    Optional<String> adminPassword) {}
