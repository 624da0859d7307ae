package org.cardshop.creator.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cardshop.platform.recipe.Problem;
import org.cardshop.platform.recipe.RecipeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// All that a recipe can ask for, from the recipe to the files on the card.
class RecipeFeaturesTest {
  private static final long DATA = 84L << 20;

  @TempDir Path folder;

  @BeforeEach
  void copySamples() throws Exception {
    Samples.copiedTo(folder);
  }

  @Test
  void everyKindOfContentIsOnTheCard() throws Exception {
    Samples.shell(
        folder,
        """
        mkdir -p site/tools saved; echo hello >site/index.html; ln -s ../index.html site/tools/home
        printf '#!/bin/sh\\n' >site/tools/run; chmod 755 site/tools/run; echo x >site/.DS_Store
        tar -czf site.tgz -C site .; tar -cf plain.tar -C site index.html
        printf '[{"RepoTags": ["o/serve:3"]}]' >saved/manifest.json; tar -cf saved.tar -C saved .
        sha256sum *.tgz *.tar >SHA256SUMS
        """);
    Files.writeString(folder.resolve("policy.yaml"), "max_size: 1GB");
    Files.writeString(
        folder.resolve("all.yaml"),
        """
        base: {source: "file:base.img"}
        output: {size: auto, compress: false}
        files:
          - url: file:site.tgz
            to: /data/site/
            via: gztar
            size: 1MB
            checksum: {algo: sha-256, kind: url, value: "file:SHA256SUMS"}
          - {url: "file:plain.tar", to: /data/plain, via: tar}
          - {content: "aMOpbGxvCg==", to: /data/decoded.txt, via: base64}
          - {content: "text\\n", to: /data/site/text.txt, size: -1}
        oci_images:
          - {ident: "ghcr.io/o/serve:3", url: "file:saved.tar", filesize: 1, fullsize: 1}
        write_config: true
        """);
    var image = folder.resolve("all.img").toString();
    var cache = folder.resolve("cache").toString();
    var recipe = folder.resolve("all.yaml").toString();
    var policy = folder.resolve("policy.yaml").toString();
    assertEquals(
        0,
        ImageCommand.run("build", recipe, "-o", image, "--cache", cache, "--cache-policy", policy));
    Samples.shell(folder, "e2fsck -fn 'all.img?offset=" + DATA + "'");
    Samples.shell(folder, "mkdir card; debugfs -R 'rdump / card' 'all.img?offset=" + DATA + "'");
    assertEquals(
        """
        ./conf/image.yaml
        ./decoded.txt
        ./images/ghcr.io_o_serve_3.tar
        ./plain/index.html
        ./site/index.html
        ./site/text.txt
        ./site/tools/home
        ./site/tools/run
        """,
        Samples.shell(folder, "cd card; find . -type f -o -type l | LC_ALL=C sort"));
    assertEquals(
        "hello\n../index.html\n755\n644\nhéllo\ntext\n",
        Samples.shell(
            folder,
            """
            cat card/plain/index.html; readlink card/site/tools/home
            stat -c %a card/site/tools/run card/site/index.html; cat card/decoded.txt
            cat card/site/text.txt; cmp saved.tar card/images/*
            """));
  }

  @Test
  void clashesAreToldWhereverTheyAreFound() throws Exception {
    Samples.shell(folder, "echo x >x; tar -cf x.tar x");
    var recipe =
        Samples.recipe(
            folder,
            """
            base: {source: "file:base.img"}
            files:
              - {url: "file:x.tar", to: /data/a, via: tar}
              - {content: x, to: /data/a}
              - {content: x, to: /data/images}
            oci_images: [{ident: x, url: "file:x.tar"}]
            """);
    var folders = Samples.folders(folder);
    var refused =
        assertThrows(
            RecipeException.class, () -> ImageBuild.run(recipe, "x", folders, (p, d, t) -> {}));
    assertEquals(
        List.of("files[1].to", "oci_images[0].url"),
        refused.problems().stream().map(Problem::path).sorted().toList());
  }
}
