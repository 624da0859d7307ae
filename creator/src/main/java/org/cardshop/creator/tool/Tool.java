package org.cardshop.creator.tool;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;

/// The programs a build needs, and the Debian package that has each.
public enum Tool {
  RESIZE2FS("resize2fs", "e2fsprogs");

  private final String program;
  private final String debianPackage;

  Tool(String program, String debianPackage) {
    this.program = program;
    this.debianPackage = debianPackage;
  }

  public String program() {
    return program;
  }

  public String debianPackage() {
    return debianPackage;
  }

  /// Where it is installed. Users other than root often lack the `sbin` folders in their PATH.
  public Optional<Path> find() {
    var path = Optional.ofNullable(System.getenv("PATH")).orElse("");
    return Stream.concat(
            Arrays.stream(path.split(":")), Stream.of("/usr/sbin", "/sbin", "/usr/bin"))
        .filter(folder -> !folder.isBlank())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
