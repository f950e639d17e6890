package io.benchmarkdeployer.app;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.TOP_LEVEL_CLASSES;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaModifier.FINAL;
import static com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/**
 * The rules of the architecture, each for the packages below a root, so that the same rule is tried
 * on the product and on the classes planted to break it.
 */
enum ArchitectureRule {
  MODEL_KNOWS_ONLY_JAVA(
      "core.model.KnowsAPort",
      root ->
          only(root, in("core.model"), "core.model")
              .because("a noun of the domain outlives every framework and every adapter")),

  ONLY_THE_MANIFEST_KNOWS_YAML(
      "core.port.ReadsYaml",
      root ->
          only(root, in("core.port"), "core.model", "core.manifest", "core.port")
              .because("a manifest is parsed once, and a port speaks of the domain alone")),

  MANIFEST_KNOWS_THE_MODEL_AND_YAML(
      "core.manifest.KnowsAPort",
      root ->
          only(root, in("core.manifest"), "core.model", "core.manifest", "/org.yaml.snakeyaml..")
              .because("reading a manifest needs nothing from outside")),

  USE_CASES_KNOW_PORTS(
      "core.usecase.KnowsTheDeployer",
      root ->
          only(root, in("core.usecase"), "core.model", "core.manifest", "core.port", "core.usecase")
              .because("a use case is handed what it works with")),

  CORE_KNOWS_ONLY_ITSELF(
      "core.KnowsAnAdapter",
      root ->
          only(root, in("core"), "core..")
              .because("another team embeds the core without our adapters")),

  CORE_HAS_NO_OTHER_PACKAGES(
      "core.elsewhere.Stray",
      root ->
          classes()
              .that(within(root, "core.."))
              .should()
              .resideInAnyPackage(
                  below(root, "core", "core.model", "core.manifest", "core.port", "core.usecase"))
              .because("a package that no rule speaks of would be free of all rules")),

  USE_CASES_ARE_FINAL(
      "core.usecase.Extensible",
      root ->
          classes()
              .that(within(root, "core.usecase").and(TOP_LEVEL_CLASSES))
              .and()
              .areNotInterfaces()
              .should()
              .haveModifier(FINAL)
              .because("a use case is one verb, not a place to override")),

  KUBERNETES_ADAPTER_KNOWS_THE_CORE_AND_ITS_CLIENT(
      "k8s.KnowsMongo",
      root ->
          only(
                  root,
                  in("k8s.."),
                  "core..",
                  "k8s..",
                  "/io.kubernetes..",
                  "/com.google.gson..",
                  "/okhttp3..",
                  "/okio..")
              .because("an adapter knows one technology")),

  MONGO_ADAPTER_KNOWS_THE_CORE_AND_ITS_DRIVER(
      "mongo.KnowsGson",
      root ->
          only(
                  root,
                  in("mongo.."),
                  "core..",
                  "mongo..",
                  "/com.mongodb..",
                  "/org.bson..",
                  "/org.reactivestreams..")
              .because("an adapter knows one technology")),

  FAKES_KNOW_ONLY_THE_CORE(
      "testkit.KnowsAssertJ",
      root ->
          only(
                  root,
                  r ->
                      within(r, "testkit..")
                          .and(not(within(r, "testkit.contract..", "testkit.junit.."))),
                  "core..",
                  "testkit..")
              .because("the embedded mode runs on the fakes, where no test library is")),

  CONTRACTS_KNOW_THE_CORE_AND_TEST_LIBRARIES(
      "testkit.contract.KnowsAnAdapter",
      root ->
          only(
                  root,
                  in("testkit.contract..", "testkit.junit.."),
                  "core..",
                  "testkit..",
                  "/org.junit.jupiter..",
                  "/org.assertj..",
                  "/org.awaitility..")
              .because("a contract is the same for every adapter")),

  APP_SPEAKS_MICRONAUT(
      "app.web.KnowsGson",
      root ->
          only(
                  root,
                  in("app.."),
                  "core..",
                  "app..",
                  "k8s..",
                  "mongo..",
                  "testkit..",
                  "/io.micronaut..",
                  "/jakarta..",
                  "/io.swagger.v3.oas.annotations..",
                  "/io.micrometer..",
                  "/io.netty..",
                  "/org.reactivestreams..",
                  "/reactor.core..",
                  "/org.slf4j..",
                  // What lines of logs are looked for, in linear time.
                  "/com.google.re2j..",
                  // Terminals of local processes: pty4j, and what it stands on.
                  "/com.pty4j..",
                  "/com.sun.jna..",
                  "/kotlin..")
              .because("the technology of a port stays in its adapter")),

  ONLY_WIRING_NAMES_ADAPTERS(
      "app.web.NamesAnAdapter",
      root ->
          noClasses()
              .that(within(root, "app..").and(not(within(root, "app.wiring.."))))
              .should()
              .dependOnClassesThat(within(root, "k8s..", "mongo.."))
              .because("the choice of an adapter is made in one place")),

  ONLY_THE_EMBEDDED_MODE_RUNS_ON_THE_TESTKIT(
      "app.web.NamesAFake",
      root ->
          noClasses()
              .that(within(root, "app..").and(not(within(root, "app.wiring..", "app.embedded.."))))
              .should()
              .dependOnClassesThat(within(root, "testkit.."))
              .because("what is served may not depend on where it runs")),

  PACKAGES_ARE_NULL_MARKED(
      "app.unmarked.Unmarked",
      root ->
          classes()
              .that(within(root, ".."))
              .should(beInANullMarkedPackage())
              .because("null is not a value, and NullAway looks only where it is told")),

  NAMES_SAY_SOMETHING(
      "app.web.SomethingHelper",
      root ->
          noClasses()
              .that(within(root, ".."))
              .should()
              .haveNameMatching(".*(Impl|Utils?|Helper|Manager)(\\$.*)?")
              .because("a class is named by its technology or its job")),

  NO_METHOD_IS_SYNCHRONIZED(
      "app.web.Waits",
      root ->
          methods()
              .that()
              .areDeclaredInClassesThat(within(root, ".."))
              .should()
              .notHaveModifier(SYNCHRONIZED)
              .because("on JDK 21 a virtual thread that waits in one holds its carrier"));

  private final String planted;
  private final Function<String, ArchRule> rule;

  ArchitectureRule(String planted, Function<String, ArchRule> rule) {
    this.planted = planted;
    this.rule = rule;
  }

  /** The class below the planted root that breaks this rule. */
  String planted() {
    return planted;
  }

  /** This rule for the packages below a root; a planted violation shows that it finds some. */
  ArchRule below(String root) {
    return rule.apply(root).allowEmptyShould(true);
  }

  private static ArchRule only(
      String root, Function<String, DescribedPredicate<JavaClass>> where, String... allowed) {
    var packages =
        Stream.concat(Stream.of(allowed), Stream.of("/java..", "/javax..", "/org.jspecify.."));
    return classes()
        .that(where.apply(root))
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(below(root, packages.toArray(String[]::new))));
  }

  private static Function<String, DescribedPredicate<JavaClass>> in(String... packages) {
    return root -> within(root, packages);
  }

  private static DescribedPredicate<JavaClass> within(String root, String... packages) {
    return resideInAnyPackage(below(root, packages));
  }

  /** Packages below the root; with a leading slash they are not ours, and stay as they are. */
  private static String[] below(String root, String... packages) {
    return Stream.of(packages)
        .map(
            name ->
                name.startsWith("/") ? name.substring(1) : (root + "." + name).replace("...", ".."))
        .toArray(String[]::new);
  }

  private static ArchCondition<JavaClass> beInANullMarkedPackage() {
    return new ArchCondition<>("be in a package that is @NullMarked") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + " is in no @NullMarked package"));
      }
    };
  }
}
