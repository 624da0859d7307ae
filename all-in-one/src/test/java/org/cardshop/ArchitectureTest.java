package org.cardshop;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for the code of every module, read from what the modules were compiled to.
class ArchitectureTest {
  private static final List<String> PROCESSES =
      List.of("scheduler", "monitor", "beat", "creator", "warehouse", "writer", "manager");

  private static JavaClasses code = new ClassFileImporter().importPackages();

  @BeforeAll
  static void readWhatTheModulesWereCompiledTo() throws IOException {
    try (var modules = Files.list(Path.of(System.getProperty("cardshop.root")))) {
      code =
          new ClassFileImporter()
              .importPaths(
                  modules
                      .map(m -> m.resolve("target/classes"))
                      .filter(Files::isDirectory)
                      .toList());
    }
    assertFalse(code.isEmpty());
  }

  @Test
  void theCoreIsPlainJava() {
    check(
        classes()
            .that()
            .resideInAPackage("org.cardshop.core..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                "org.cardshop.core..",
                "java.lang..",
                "java.util..",
                "java.time..",
                "java.nio..",
                "java.security..",
                "org.jspecify.."));
  }

  @Test
  void timeComesToTheCoreWithEvents() {
    check(
        noClasses()
            .that()
            .resideInAPackage("org.cardshop.core..")
            .should()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(InstantSource.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"scheduler", "monitor", "beat", "creator", "warehouse", "writer", "manager"})
  void processesDoNotKnowEachOther(String process) {
    var others =
        PROCESSES.stream()
            .filter(p -> !p.equals(process))
            .map(ArchitectureTest::in)
            .toArray(String[]::new);
    check(
        noClasses()
            .that()
            .resideInAPackage(in(process))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(others));
  }

  @Test
  void workersReachTheDatabaseThroughMessagesOnly() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackages(
                in("platform"),
                in("scheduler"),
                in("monitor"),
                in("beat"),
                in("simulation"),
                in("allinone"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(in("platform.storage"), in("platform.production")));
  }

  @Test
  void onlyMainsEndAProcess() {
    check(
        noClasses()
            .that()
            .haveSimpleNameNotEndingWith("Main")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "exit", int.class));
  }

  @Test
  void packagesAreNamedAfterFeatures() {
    check(
        noClasses()
            .should()
            .resideInAnyPackage("..common..", "..util..", "..model..", "..dto..", "..impl.."));
  }

  @Test
  void classesAreNamedAfterWhatTheyAre() {
    check(
        noClasses()
            .should()
            .haveNameMatching(".*[a-z](Manager|Helper|Utils?|Impl|Base|DTO|Processor)"));
  }

  @Test
  void packagesFormNoCycles() {
    check(slices().assignedFrom(new PackageOfItsOwn()).should().beFreeOfCycles());
  }

  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(code);
  }

  private static String in(String part) {
    return "org.cardshop." + part + "..";
  }

  /// Each package is a slice. Orders and tasks are one: tasks tell their order, orders make tasks.
  private static final class PackageOfItsOwn implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      var name = type.getPackageName();
      if (!name.startsWith("org.cardshop")) {
        return SliceIdentifier.ignore();
      }
      return SliceIdentifier.of(
          name.equals("org.cardshop.core.order") ? "org.cardshop.core.task" : name);
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }
}
