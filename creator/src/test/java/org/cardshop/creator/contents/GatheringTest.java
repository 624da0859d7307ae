package org.cardshop.creator.contents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import org.cardshop.core.image.Sha256;
import org.cardshop.creator.cache.ContentCache;
import org.cardshop.creator.contents.Gathering.Gathered;
import org.cardshop.creator.oci.DockerArchive;
import org.cardshop.creator.oci.SmallRegistry;
import org.cardshop.layout.Tree.Node;
import org.cardshop.layout.content.Content;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;
import org.cardshop.platform.recipe.RecipeReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatheringTest {
  private static final String BASE = "base: 'file:base.img'\n";

  @TempDir Path folder;
  private final Map<String, byte[]> served = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private int builds;

  GatheringTest() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
  }

  @BeforeEach
  void serve() throws IOException {
    Files.writeString(folder.resolve("base.img"), "base");
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void everyKindOfContentComesIntoOneTree() throws Exception {
    Files.writeString(folder.resolve("near.txt"), "near");
    served.put("far.txt", bytes("far"));
    shell("mkdir -p x/more; echo packed >x/more/p.txt; tar -czf x.tgz -C x .");
    var recipe =
        BASE
            + """
            write_config: true
            files:
              - {url: 'file:near.txt', to: /data/contents/near.txt}
              - {url: 'URL/far.txt', to: /data/contents/far.txt}
              - {content: "text", to: /data/contents/text.txt}
              - {content: "dGV4dA==", via: base64, to: /data/contents/decoded.txt}
              - {url: 'file:x.tgz', via: gztar, to: /data/contents}
            """;
    var gathered = gather(recipe);
    assertEquals("base", text(gathered.base()));
    assertEquals(
        List.of(
            "conf/image.yaml",
            "contents/decoded.txt=text",
            "contents/far.txt=far",
            "contents/more/p.txt=packed\n",
            "contents/near.txt=near",
            "contents/text.txt=text"),
        files(gathered));
    var config = assertInstanceOf(Node.File.class, gathered.tree().nodes().get("conf/image.yaml"));
    assertTrue(text(config.content()).contains("to: /data/contents/near.txt"));
    assertEquals(
        List.of("conf", "contents", "contents/more"),
        gathered.tree().nodes().entrySet().stream()
            .filter(e -> e.getValue() instanceof Node.Folder)
            .map(Map.Entry::getKey)
            .toList());
  }

  @Test
  void aFileInPlaceIsNotCopiedAndItsChangeIsNoticed() throws Exception {
    var near = Files.writeString(folder.resolve("near.txt"), "near");
    var recipe = BASE + "files: [{url: 'file:near.txt', to: /data/near.txt}]";
    var gathered = gather(recipe);
    assertEquals(0, objects());
    gathered.requireUnchanged();
    Files.writeString(near, "NEAR");
    assertThrows(IOException.class, gathered::requireUnchanged);
    assertThrows(IOException.class, () -> files(gathered));
    assertEquals(List.of("near.txt=NEAR"), files(gather(recipe)));
  }

  @Test
  void aLocalChecksumIsWorkedOutOnceAndNamesTheContent() throws Exception {
    var near = Files.writeString(folder.resolve("near.txt"), "near");
    var sha256 = Sha256.of(bytes("near"));
    var recipe =
        BASE
            + "files: [{url: 'file:near.txt', to: /data/n, checksum: {algo: sha256, value: '"
            + sha256
            + "'}}]";
    var node = assertInstanceOf(Node.File.class, gather(recipe).tree().nodes().get("n"));
    assertEquals(sha256, node.content().identity());
    try (var remembered = Files.list(folder.resolve("cache/digests"))) {
      assertEquals(1, remembered.count());
    }
    Files.writeString(near, "nesr");
    assertEquals("files[0].checksum", problems(recipe).getFirst().path());
  }

  @Test
  void aChecksumInAFileOfItsOwnIsFetchedAndChecked() throws Exception {
    served.put("far.txt", bytes("far"));
    served.put("sums", bytes("0".repeat(64) + "  x\n" + Sha256.of(bytes("far")) + "  far.txt\n"));
    var recipe =
        BASE
            + "files: [{url: 'URL/far.txt', to: /data/f,"
            + " checksum: {algo: sha256, kind: url, value: 'URL/sums'}}]";
    assertEquals(List.of("f=far"), files(gather(recipe)));
    served.put("sums", bytes(Sha256.of(bytes("fra")).hex()));
    var problem = problems(recipe).getFirst();
    assertEquals("files[0].checksum", problem.path());
    served.remove("sums");
    assertEquals("files[0].checksum.value", problems(recipe).getFirst().path());
  }

  @Test
  void anArchiveIsFetchedAndUnpackedOnce() throws Exception {
    shell("echo a >a; tar -cJf a.tar.xz a");
    served.put("a.tar.xz", Files.readAllBytes(folder.resolve("a.tar.xz")));
    var recipe = BASE + "files: [{url: 'URL/a.tar.xz', via: xztar, to: /data}]";
    var first = gather(recipe);
    var second = gather(recipe);
    assertEquals(List.of("a=a\n"), files(second));
    assertEquals(files(first), files(second));
    assertEquals(identities(first), identities(second));
    assertEquals(1, requests.stream().filter("GET /a.tar.xz"::equals).count());
    assertEquals(2, objects(), "the archive and the tar file in it");
  }

  @Test
  void clashesNameBothEntries() throws Exception {
    shell("mkdir d; echo x >d/x; tar -cf d.tar d; tar -cf e.tar d/x; tar -cf f.tar -C d x");
    var recipe =
        BASE
            + """
            write_config: true
            files:
              - {url: 'file:d.tar', via: tar, to: /data/a}
              - {url: 'file:e.tar', via: tar, to: /data/a}
              - {content: x, to: /data/a/d}
              - {url: 'file:f.tar', via: tar, to: /data/conf/image.yaml}
              - {url: 'file:f.tar', via: tar, to: /data/b}
            """;
    assertEquals(
        """
        files[1].to: puts /data/a/d/x where files[0] puts something else
        files[2].to: puts /data/a/d where files[0] puts something else
        write_config: puts /data/conf/image.yaml where files[3] puts something else\
        """,
        String.join("\n", problems(recipe).stream().map(Problem::toString).toList()));
  }

  @Test
  void containerImagesLieWhereACardLoadsThem() throws Exception {
    try (var registry = new SmallRegistry(bytes("layer one"), bytes("layer two"))) {
      var pulled = BASE + "oci_images: ['" + registry.name() + "']";
      var gathered = gather(pulled);
      var file = registry.name().replaceAll("[/:]", "_") + ".tar";
      var node = assertInstanceOf(Node.File.class, gathered.tree().nodes().get("images/" + file));
      var saved = folder.resolve("saved.tar");
      var bytes = ByteBuffer.allocate((int) node.content().size());
      node.content().read(0, bytes);
      Files.write(saved, bytes.array());
      assertTrue(DockerArchive.isOne(saved));

      served.put("saved.tar", bytes.array());
      var fetched =
          gather(
              BASE
                  + "oci_images: [{ident: 'ghcr.io/pupils/atlas:1', url: 'URL/saved.tar',"
                  + " filesize: 1, fullsize: 2}]");
      assertTrue(fetched.tree().nodes().containsKey("images/ghcr.io_pupils_atlas_1.tar"));
    }
    served.put("not.tar", bytes("no image"));
    var problem = problems(BASE + "oci_images: [{ident: x, url: 'URL/not.tar'}]").getFirst();
    assertEquals("oci_images[0].url", problem.path());
  }

  @Test
  void everythingThatCannotBeHadIsToldAtOnce() throws Exception {
    shell("echo x >broken.zip; ln -s /etc/passwd away; tar -cf away.tar away");
    served.put("far.txt", bytes("far"));
    var recipe =
        BASE
            + """
            files:
              - {url: 'file:broken.zip', via: zip, to: /data/a}
              - {url: 'file:away.tar', via: tar, to: /data/b}
              - {url: 'URL/far.txt', to: /data/c, checksum: {algo: md5, value: '00000000000000000000000000000000'}}
              - {content: x, to: /data/d}
            """;
    assertEquals(
        List.of("files[0].url", "files[1].url", "files[2].checksum"),
        problems(recipe).stream().map(Problem::path).toList());
  }

  @Test
  void progressEndsWithAllThatWasToBeFetched() throws Exception {
    served.put("a", new byte[3_000_000]);
    served.put("b", new byte[1000]);
    var told = new ArrayList<String>();
    gather(
        BASE + "files: [{url: 'URL/a', to: /data/a}, {url: 'URL/b', to: /data/b}]",
        (done, total) -> told.add(done + " of " + total));
    assertEquals("3001000 of 3001000", told.getLast());
    assertEquals("0 of 3001000", told.getFirst());
  }

  private Gathered gather(String recipe) throws Exception {
    return gather(recipe, (done, total) -> {});
  }

  private Gathered gather(String text, Gathering.Told told) throws Exception {
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    var recipe = RecipeReader.readYaml(bytes(text.replace("URL", url)), folder.toUri());
    var cache = new ContentCache(folder.resolve("cache"), 1L << 40, InstantSource.system());
    var problems = new ArrayList<Problem>();
    var survey = Survey.of(recipe, cache, problems);
    if (!problems.isEmpty()) {
      throw new RecipeException(problems);
    }
    var build = Files.createDirectory(folder.resolve("build" + builds++));
    return Gathering.of(recipe, survey, cache, build, told);
  }

  private List<Problem> problems(String recipe) {
    return assertThrows(RecipeException.class, () -> gather(recipe)).problems();
  }

  private static List<String> files(Gathered gathered) throws IOException {
    var files = new ArrayList<String>();
    for (var node : gathered.tree().nodes().entrySet()) {
      if (node.getValue() instanceof Node.File(var content, _)) {
        var isConfig = node.getKey().equals("conf/image.yaml");
        files.add(node.getKey() + (isConfig ? "" : "=" + text(content)));
      }
    }
    return files;
  }

  private static List<Sha256> identities(Gathered gathered) {
    var identities = new ArrayList<Sha256>();
    for (var node : gathered.tree().nodes().values()) {
      if (node instanceof Node.File(var content, _)) {
        identities.add(content.identity());
      }
    }
    return identities;
  }

  private static String text(Content content) throws IOException {
    var buffer = ByteBuffer.allocate((int) content.size());
    content.read(0, buffer);
    return new String(buffer.array(), StandardCharsets.UTF_8);
  }

  private long objects() throws IOException {
    try (var kept = Files.list(folder.resolve("cache/objects"))) {
      return kept.count();
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath();
    requests.add(exchange.getRequestMethod() + " " + path);
    var body = served.get(path.substring(1));
    if (body == null) {
      exchange.sendResponseHeaders(404, -1);
    } else {
      exchange.getResponseHeaders().add("ETag", "\"" + Sha256.of(body) + "\"");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.getResponseHeaders().add("Content-Length", Integer.toString(body.length));
        exchange.sendResponseHeaders(200, -1);
      } else {
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
      }
    }
    exchange.close();
  }

  private void shell(String command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder("sh", "-ec", command).directory(folder.toFile()).inheritIO().start();
    assertEquals(0, process.waitFor(), command);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
