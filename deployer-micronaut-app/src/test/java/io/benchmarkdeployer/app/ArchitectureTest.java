package io.benchmarkdeployer.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.Predefined;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArchitectureTest {
  private static final String ROOT = "io.benchmarkdeployer";
  private static final String PLANTED_ROOT = "planted";

  private static final JavaClasses PRODUCT =
      new ClassFileImporter()
          .withImportOption(Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages(ROOT);
  private static final JavaClasses PLANTED = new ClassFileImporter().importPackages(PLANTED_ROOT);

  @ParameterizedTest
  @EnumSource
  void theProductKeeps(ArchitectureRule rule) {
    rule.below(ROOT).check(PRODUCT);
  }

  @ParameterizedTest
  @EnumSource
  void aPlantedViolationIsFoundBy(ArchitectureRule rule) {
    var violations = rule.below(PLANTED_ROOT).evaluate(PLANTED).getFailureReport().getDetails();

    assertThat(violations).anyMatch(line -> line.contains(PLANTED_ROOT + "." + rule.planted()));
  }

  @Test
  void theWholeProductIsLookedAt() {
    assertThat(PRODUCT).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @ValueSource(strings = {"core", "k8s", "mongo", "testkit", "app"})
  void everyModuleIsLookedAt(String module) {
    assertThat(PRODUCT).anyMatch(type -> type.getPackageName().startsWith(ROOT + "." + module));
  }
}
