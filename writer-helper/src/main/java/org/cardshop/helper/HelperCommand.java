package org.cardshop.helper;

import picocli.CommandLine.Command;

/// What `./cardshop` gives to the writer host's administrator.
@Command(name = "cardshop", subcommands = SlotsCommand.class, mixinStandardHelpOptions = true)
final class HelperCommand {}
