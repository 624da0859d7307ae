package org.cardshop.creator.archive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.cache.FileContent;
import org.cardshop.layout.Tree.Node;
import org.cardshop.platform.recipe.Via;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Archives made by the tools that people use, and ones that no tool would make.
class ArchiveTest {
  private static final Map<Via, String> PACKING =
      Map.of(
          Via.TAR, "tar -cf packed .",
          Via.GZTAR, "tar -czf packed .",
          Via.BZTAR, "tar -cf plain .",
          Via.XZTAR, "tar -cJf packed .");

  @TempDir Path folder;
  private int links;

  @BeforeEach
  void makeFolders() throws IOException {
    Files.createDirectory(folder.resolve("links"));
  }

  @ParameterizedTest
  @EnumSource(
      value = Via.class,
      names = {"TAR", "GZTAR", "BZTAR", "XZTAR"})
  void whatTarPacksIsFoundAgain(Via via) throws Exception {
    var content = Files.createDirectory(folder.resolve("content"));
    shell(
        content,
        """
        mkdir -p 'sub/البحر 🌍' empty; printf tool >sub/tool; chmod 755 sub/tool; printf '' >nothing
        head -c 300000 /dev/zero | tr '\\0' x >'sub/البحر 🌍/big'; ln -s ../nothing sub/link
        ln sub/tool hard; printf litter >sub/.DS_Store; mkdir __MACOSX; printf x >__MACOSX/y
        """
            + "long=$(printf 'n%.0s' $(seq 200)); mkdir $long; printf deep >$long/$long; cd ..; "
            + String.valueOf(PACKING.get(via)).replace(" .", " -C content ."));
    if (via == Via.BZTAR) {
      try (var out =
          new BZip2CompressorOutputStream(Files.newOutputStream(folder.resolve("packed")))) {
        Files.copy(folder.resolve("plain"), out);
      }
    }
    var nodes = nodes(via, "to/here");
    var name = "n".repeat(200);
    assertEquals(
        """
        to/here/empty folder
        to/here/hard tool x
        to/here/%s folder
        to/here/%s/%s deep
        to/here/nothing\s
        to/here/sub folder
        to/here/sub/link -> ../nothing
        to/here/sub/tool tool x
        to/here/sub/البحر 🌍 folder
        to/here/sub/البحر 🌍/big 300000 bytes
        """
            .formatted(name, name, name),
        told(nodes));
    var hard = assertInstanceOf(Node.File.class, nodes.get("to/here/hard")).content();
    var tool = assertInstanceOf(Node.File.class, nodes.get("to/here/sub/tool")).content();
    assertEquals(tool.identity(), hard.identity());
    assertEquals(via == Via.TAR ? 0 : 1, objects(), "a plain tar file is used where it lies");
  }

  @Test
  void whatZipHoldsIsFoundWithItsBitsAndLinks() throws Exception {
    try (var zip = new ZipArchiveOutputStream(folder.resolve("packed"))) {
      add(zip, "sub/", 040755, "");
      add(zip, "sub/tool", 0100755, "tool");
      add(zip, "mer é.txt", 0100644, "water");
      add(zip, "sub/link", 0120777, "tool");
    }
    assertEquals(
        """
        mer é.txt water
        sub folder
        sub/link -> tool
        sub/tool tool x
        """,
        told(nodes(Via.ZIP, "")));
    nodes(Via.ZIP, "");
    assertEquals(1, objects(), "unpacked once");
  }

  @Test
  void sparseMembersAreReadWithTheirHoles() throws Exception {
    shell(folder, "truncate -s 3M sparse; printf end >>sparse; tar -cSf packed sparse");
    assertTrue(Files.size(folder.resolve("packed")) < 1 << 20);
    var file = assertInstanceOf(Node.File.class, nodes(Via.TAR, "").get("sparse"));
    assertEquals((3 << 20) + 3, file.content().size());
    var end = ByteBuffer.allocate(5);
    file.content().read((3 << 20) - 2, end);
    assertEquals("\0\0end", new String(end.array(), StandardCharsets.US_ASCII));
  }

  @Test
  void hostileArchivesAreRefusedEachWithItsSentence() throws Exception {
    var refused = new TreeMap<String, String>();
    refused.put("absolute", refusal(tar -> file(tar, "/etc/passwd")));
    refused.put("control", refusal(tar -> file(tar, "a\nb")));
    refused.put("device", refusal(tar -> put(tar, "sda", TarConstants.LF_BLK, "")));
    refused.put("escape", refusal(tar -> file(tar, "a/../../b")));
    refused.put("fifo", refusal(tar -> put(tar, "pipe", TarConstants.LF_FIFO, "")));
    refused.put(
        "folder and file",
        refusal(tar -> {
          file(tar, "a");
          put(tar, "a/", TarConstants.LF_DIR, "");
        }));
    refused.put("hard link away", refusal(tar -> put(tar, "a", TarConstants.LF_LINK, "/etc/x")));
    refused.put("hard link to nothing", refusal(tar -> put(tar, "a", TarConstants.LF_LINK, "b")));
    refused.put("hard link to itself", refusal(tar -> put(tar, "a", TarConstants.LF_LINK, "a")));
    refused.put("link absolute", refusal(tar -> put(tar, "a", TarConstants.LF_SYMLINK, "/etc")));
    refused.put("link away", refusal(tar -> put(tar, "a/b", TarConstants.LF_SYMLINK, "../../c")));
    refused.put("link through", refusal(tar -> put(tar, "a", TarConstants.LF_SYMLINK, "b/../c")));
    refused.put("long name", refusal(tar -> file(tar, "é".repeat(128))));
    refused.put("lost+found", refusal(tar -> file(tar, "lost+found/x")));
    refused.put(
        "twice",
        refusal(tar -> {
          file(tar, "a");
          file(tar, "./a");
        }));
    var told = new StringBuilder();
    refused.forEach((what, sentence) -> told.append(what + ": " + sentence + "\n"));
    assertEquals(
        """
        absolute: holds '/etc/passwd', an absolute path; pack it without
        control: holds what no card can: a name in it has a control character or broken text
        device: holds 'sda', which is a device or the like; only files can be used
        escape: holds 'a/../../b', which leads out of it; pack it anew
        fifo: holds 'pipe', which is a device or the like; only files can be used
        folder and file: holds 'a' twice; pack it anew
        hard link away: holds '/etc/x', an absolute path; pack it without
        hard link to itself: holds a hard link 'a' to 'a', which it does not hold
        hard link to nothing: holds a hard link 'a' to 'b', which it does not hold
        link absolute: holds a link 'a' to '/etc', outside of the archive; pack it anew
        link away: holds a link 'a/b' to '../../c', outside of the archive; pack it anew
        link through: holds a link 'a' to 'b/../c', outside of the archive; pack it anew
        long name: holds what no card can: the name '%s' has more than 255 bytes
        lost+found: holds what no card can: /data/lost+found belongs to the file system
        twice: holds 'a' twice; pack it anew
        """
            .formatted("é".repeat(128)),
        told.toString());
  }

  @Test
  void bombsAreStoppedBeforeTheyFillTheDisk() throws Exception {
    try (var out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("packed")));
        var tar = new TarArchiveOutputStream(out)) {
      tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
      tar.putArchiveEntry(TarWriting.member("zeros", TarConstants.LF_NORMAL, 0644, 64 << 20));
      tar.write(new byte[64 << 20]);
      tar.closeArchiveEntry();
    }
    var declared = OptionalLong.of(32 << 20);
    var refused = assertThrows(ArchiveException.class, () -> nodes(Via.GZTAR, "", declared));
    assertEquals(
        "unpacks to more than the 33554432 bytes that the recipe declares; correct its size",
        refused.getMessage());
    assertEquals(1, nodes(Via.GZTAR, "", OptionalLong.of(64 << 20)).size(), "enough");
    assertEquals(1, nodes(Via.GZTAR, "", OptionalLong.of(1 << 30)).size(), "more than enough");
    var bound = Bound.of(OptionalLong.empty(), 20 << 20);
    bound.add(2000L << 20);
    assertTrue(
        String.valueOf(assertThrows(ArchiveException.class, () -> bound.add(1)).getMessage())
            .contains("100 times its size"));
  }

  @Test
  void brokenArchivesAreToldFromWholeOnes() throws Exception {
    Files.write(folder.resolve("packed"), new byte[] {1, 2, 3});
    for (var via : Via.values()) {
      if (via.isArchive()) {
        assertThrows(ArchiveException.class, () -> nodes(via, ""), via.wire());
      }
    }
    shell(folder, "head -c 100000 /dev/urandom >random; tar -cf packed random");
    shell(folder, "truncate -s 50000 packed");
    assertThrows(ArchiveException.class, () -> nodes(Via.TAR, ""));
    shell(folder, "tar -czf packed random; truncate -s 50000 packed");
    assertThrows(ArchiveException.class, () -> nodes(Via.GZTAR, ""));
    assertEquals(0, objects());
  }

  @Test
  void aDamagedZipMemberIsNoticed() throws Exception {
    var bytes = "some text that is stored as it is".getBytes(StandardCharsets.US_ASCII);
    var crc = new CRC32();
    crc.update(bytes);
    var packed = folder.resolve("packed");
    try (var zip = new ZipOutputStream(Files.newOutputStream(packed))) {
      var entry = new ZipEntry("a.txt");
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(bytes.length);
      entry.setCrc(crc.getValue());
      zip.putNextEntry(entry);
      zip.write(bytes);
    }
    assertEquals("a.txt some text that is stored as it is\n", told(nodes(Via.ZIP, "")));
    var whole = Files.readAllBytes(packed);
    whole[40] ^= 1;
    Files.write(packed, whole);
    var refused = assertThrows(ArchiveException.class, () -> nodes(Via.ZIP, ""));
    assertEquals("holds 'a.txt' damaged; fetch or pack it anew", refused.getMessage());
  }

  private static void add(ZipArchiveOutputStream zip, String name, int mode, String content)
      throws IOException {
    var entry = new ZipArchiveEntry(name);
    entry.setUnixMode(mode);
    zip.putArchiveEntry(entry);
    zip.write(content.getBytes(StandardCharsets.UTF_8));
    zip.closeArchiveEntry();
  }

  private interface Packing {
    void into(TarArchiveOutputStream tar) throws IOException;
  }

  private String refusal(Packing packing) throws Exception {
    try (var tar = TarWriting.open(folder.resolve("packed"))) {
      packing.into(tar);
    }
    return String.valueOf(
        assertThrows(ArchiveException.class, () -> nodes(Via.TAR, "")).getMessage());
  }

  private static void file(TarArchiveOutputStream tar, String name) throws IOException {
    put(tar, name, TarConstants.LF_NORMAL, "");
  }

  private static void put(TarArchiveOutputStream tar, String name, byte type, String link)
      throws IOException {
    var member = TarWriting.member(name, type, 0644, 0);
    member.setLinkName(link);
    tar.putArchiveEntry(member);
    tar.closeArchiveEntry();
  }

  private Map<String, Node> nodes(Via via, String to) throws Exception {
    return nodes(via, to, OptionalLong.empty());
  }

  private Map<String, Node> nodes(Via via, String to, OptionalLong declared) throws Exception {
    var cache = new ContentCache(folder.resolve("cache"), 1L << 40, InstantSource.system());
    return new Unpacking(cache, folder.resolve("links"))
        .nodes(via, FileContent.inPlace(folder.resolve("packed")), "a" + links++, to, declared);
  }

  private long objects() throws IOException {
    try (var kept = Files.list(folder.resolve("cache/objects"))) {
      return kept.count();
    }
  }

  private static String told(Map<String, Node> nodes) throws IOException {
    var told = new StringBuilder();
    for (var entry : new TreeMap<>(new LinkedHashMap<>(nodes)).entrySet()) {
      told.append(entry.getKey()).append(' ').append(told(entry.getValue())).append('\n');
    }
    return told.toString();
  }

  private static String told(Node node) throws IOException {
    return switch (node) {
      case Node.Folder() -> "folder";
      case Node.Link(var target) -> "-> " + target;
      case Node.File(var content, var isExecutable) -> {
        var bytes = ByteBuffer.allocate((int) content.size());
        content.read(0, bytes);
        var text = new String(bytes.array(), StandardCharsets.UTF_8);
        yield (text.length() > 100 ? text.length() + " bytes" : text) + (isExecutable ? " x" : "");
      }
    };
  }

  private static void shell(Path folder, String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("sh", "-ec", command).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, process.waitFor(), command);
  }
}
