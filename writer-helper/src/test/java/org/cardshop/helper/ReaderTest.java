package org.cardshop.helper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ReaderTest {
  @TempDir Path folder;

  @Test
  void aReaderIsFoundBySocketAndOnesWithoutHardwareAreLeftOut() throws IOException {
    var usb = device("sdb", "62333952", "1", "Generic", "STORAGE DEVICE");
    Files.createDirectories(folder.resolve("sys/loop0"));
    var socket = link("pci-0000:00:14.0-usb-0:1:1.0-scsi-0:0:0:0", usb);

    var readers = Reader.all(folder.resolve("sys"), folder.resolve("by-path"));

    assertEquals(1, readers.size());
    assertEquals(
        new Reader("sdb", Optional.of(socket), 31914983424L, true, "Generic STORAGE DEVICE"),
        readers.getFirst());
    assertEquals("A-01=" + socket, SlotsCommand.slots(readers));
  }

  @Test
  void anEmptyReaderHasNoBytesAndOneWithoutASocketNoSlot() throws IOException {
    device("sdc", "0", "1", "", "");

    var readers = Reader.all(folder.resolve("sys"), folder.resolve("by-path"));

    assertEquals(0, readers.getFirst().bytes());
    assertEquals("", SlotsCommand.slots(readers));
  }

  @Test
  void whatADeviceCallsItselfCannotSteerTheTerminal() throws IOException {
    device("sdb", "62333952", "1", "\033[2J\033[1mEvil", "a\rb");
    var out = new ByteArrayOutputStream();
    var usual = System.out;
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      var folders = new String[] {"--sys", folder + "/sys", "--by-path", folder + "/by-path"};
      assertEquals(0, new CommandLine(new SlotsCommand()).execute(folders));
    } finally {
      System.setOut(usual);
    }
    var said = out.toString(StandardCharsets.UTF_8);
    assertTrue(said.contains("\\u001b[2J\\u001b[1mEvil a\\rb"), said);
    assertTrue(said.chars().allMatch(c -> c >= ' ' || c == '\n'), said);
  }

  private Path device(String name, String sectors, String removable, String vendor, String model)
      throws IOException {
    var device = Files.createDirectories(folder.resolve("sys").resolve(name));
    Files.createDirectories(device.resolve("device"));
    Files.writeString(device.resolve("size"), sectors + "\n");
    Files.writeString(device.resolve("removable"), removable + "\n");
    Files.writeString(device.resolve("device/vendor"), vendor + "\n");
    Files.writeString(device.resolve("device/model"), model + "\n");
    return device;
  }

  private Path link(String name, Path device) throws IOException {
    var node = Files.createFile(folder.resolve(String.valueOf(device.getFileName())));
    var byPath = Files.createDirectories(folder.resolve("by-path"));
    return Files.createSymbolicLink(byPath.resolve(name), node);
  }
}
